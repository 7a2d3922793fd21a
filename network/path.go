package network

import "grapevine/chance"

// Path ties every customer to the next.
type Path struct{}

// Validate implements [Generator].
func (p *Path) Validate(int) []error { return nil }

// Generate implements [Generator].
func (p *Path) Generate(customers int, _ chance.Luck, workers int) (*Graph, error) {
	ties := make([]Tie, customers-1)
	for k := range ties {
		ties[k] = Tie{int32(k), int32(k + 1)}
	}
	g, _ := build(customers, inLists(ties), false, workers)
	return g, nil
}
