package network

import (
	"grapevine/chance"
	"grapevine/knob"
)

// Generator makes graphs: its fields are the keys of a scenario's network
// table.
type Generator interface {
	// Validate returns all faults of the keys in a market of this size.
	Validate(customers int) []error

	// Generate makes the graph. The same customers and luck give the same
	// graph for any number of workers.
	Generate(customers int, luck chance.Luck, workers int) (*Graph, error)
}

// Kind is one family of graphs that a scenario may name.
type Kind struct {
	Make  func() Generator // with its defaults
	About string           // one line
}

// Kinds lists the families by the name a scenario uses.
var Kinds = map[string]Kind{
	"barabasi-albert": {func() Generator { return knob.Defaults(&BarabasiAlbert{}) }, "growth with preference for the popular: a few hubs, many with few ties"},
	"inline":          {func() Generator { return knob.Defaults(&Inline{}) }, "a small graph given tie by tie"},
	"watts-strogatz":  {func() Generator { return knob.Defaults(&WattsStrogatz{}) }, "a small world: circles of friends with a few long ties"},
}
