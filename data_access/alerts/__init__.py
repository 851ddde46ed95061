"""Warnings: rules over the figures, what stands, what was told to whom."""
