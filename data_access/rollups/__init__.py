"""Hourly rollups: additive per event, so a difference new - old keeps them exact."""
