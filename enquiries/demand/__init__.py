"""Land that was asked for and could not be had: how a need is left, kept, and read by officers."""
