"""Feeds: what brings messages in - pushed bodies, files with a mapping, a Redis stream."""
