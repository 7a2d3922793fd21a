package network

import "grapevine/knob"

// Kinds lists the families by the name a scenario uses.
var Kinds = map[string]Kind{
	"barabasi-albert": {func() Generator { return knob.Defaults(&BarabasiAlbert{}) }, "growth with preference for the popular: a few hubs, many with few ties"},
	"erdos-renyi":     {func() Generator { return knob.Defaults(&ErdosRenyi{}) }, "ties at random: everybody has about the same number"},
	"inline":          {func() Generator { return knob.Defaults(&Inline{}) }, "a small graph given tie by tie"},
	"watts-strogatz":  {func() Generator { return knob.Defaults(&WattsStrogatz{}) }, "a small world: circles of friends with a few long ties"},
}
