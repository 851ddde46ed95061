"""What is seen: pure functions from data to components and figures. Knows no server and no store."""
