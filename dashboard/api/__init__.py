"""The HTTP interface that other programs rely on."""
