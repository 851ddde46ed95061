"""Why a number is what it is: what it counts, what it leaves out, what it is made of."""
