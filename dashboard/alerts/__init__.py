"""The running side of warnings: the one evaluator of a deployment, and the webhooks it tells."""
