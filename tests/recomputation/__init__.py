"""The measures computed a second time, from their definitions alone, and compared with the product."""
