package network

import "grapevine/chance"

// Star ties customer 0 to all others.
type Star struct{}

// Validate implements [Generator].
func (s *Star) Validate(int) []error { return nil }

// Generate implements [Generator].
func (s *Star) Generate(customers int, _ chance.Luck, workers int) (*Graph, error) {
	ties := make([]Tie, customers-1)
	for k := range ties {
		ties[k] = Tie{0, int32(k + 1)}
	}
	g, _ := build(customers, inLists(ties), false, workers)
	return g, nil
}
