"""The program: composition root, settings, command line, HTTP API, live push and the demo district."""
