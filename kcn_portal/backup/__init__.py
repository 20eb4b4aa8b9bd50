"""Backup and restore: database, uploads and secret key as one checked file, without programs of the database server."""
