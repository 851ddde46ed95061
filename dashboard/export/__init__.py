"""Exports: what a panel shows as tables and pictures, for files, the HTTP interface and the command line alike."""
