"""`gridscope serve`: the web server."""

from dashboard.settings import load_settings


def serve() -> None:
    """Serve the wall, the HTTP interface and the live push."""
    # Other commands start faster without gunicorn and Dash.
    from dashboard.server import Server

    Server(load_settings()).run()
