package network

import "grapevine/chance"

// Complete ties everybody to everybody: the well-mixed market of Bass. It
// takes O(customers²).
type Complete struct{}

// Validate implements [Generator].
func (c *Complete) Validate(customers int) []error { return only(fits(float64(pairs(customers)))) }

// Generate implements [Generator].
func (c *Complete) Generate(customers int, _ chance.Luck, workers int) (*Graph, error) {
	return complement(&Graph{offsets: make([]uint32, customers+1)}, workers), nil
}
