"""The record of one event (过程台账): everything that is told of it, as JSON and as a document to sign."""
