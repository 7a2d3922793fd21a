package main

// networkCommand makes, describes and converts graphs.
type networkCommand struct{}
