"""Pictures of what the screen shows: a warm Chromium that opens views and photographs them."""
