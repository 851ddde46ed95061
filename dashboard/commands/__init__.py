"""The command line's commands, one module a group; dashboard/cli.py puts them together."""
