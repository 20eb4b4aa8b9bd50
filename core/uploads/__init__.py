"""Files that officers send: bounded, judged by their content, kept under random names and served by the portal."""
