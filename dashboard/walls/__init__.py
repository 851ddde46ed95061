"""Walls over HTTP: what each is to show, told as it changes; orders of the desk; what the screens say."""
