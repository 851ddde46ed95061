"""Areas: the tree of districts, streets, communities and grids, its files, datums and point location."""
