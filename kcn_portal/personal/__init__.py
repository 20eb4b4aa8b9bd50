"""Meeting a person's lawful request: what the portal holds about her, handed out or blanked everywhere."""
