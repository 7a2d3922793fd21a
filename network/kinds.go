package network

import "grapevine/knob"

// Kinds lists the families of graphs that a scenario may name.
var Kinds = map[string]Kind{
	"barabasi-albert":   {func() Generator { return knob.Defaults(&BarabasiAlbert{}) }, "newcomers attach to those who have many ties already: a few hubs, hardly any circles"},
	"cliques":           {func() Generator { return knob.Defaults(&Cliques{}) }, "separate circles in which everybody knows everybody"},
	"complete":          {func() Generator { return &Complete{} }, "everybody knows everybody"},
	"configuration":     {func() Generator { return knob.Defaults(&Configuration{}) }, "given numbers of ties, joined at random"},
	"edge-list":         {func() Generator { return knob.Defaults(&EdgeList{}) }, "a graph read from a file: edge list, GraphML, GEXF or Pajek"},
	"erdos-renyi":       {func() Generator { return knob.Defaults(&ErdosRenyi{}) }, "ties at random: everybody has about the same number"},
	"holme-kim":         {func() Generator { return knob.Defaults(&HolmeKim{}) }, "hubs as by Barabási and Albert, but friends of friends become friends"},
	"inline":            {func() Generator { return knob.Defaults(&Inline{}) }, "a small graph given tie by tie"},
	"lattice":           {func() Generator { return knob.Defaults(&Lattice{}) }, "a grid of customers with four neighbours each, or eight"},
	"lfr":               {func() Generator { return knob.Defaults(&LFR{}) }, "communities of very different sizes, customers with very different numbers of ties"},
	"named":             {func() Generator { return knob.Defaults(&Named{}) }, "a small graph from the literature: karate, florentine, petersen"},
	"path":              {func() Generator { return &Path{} }, "customers in a row"},
	"random-geometric":  {func() Generator { return knob.Defaults(&RandomGeometric{}) }, "customers scattered over a square know those who live close by"},
	"random-regular":    {func() Generator { return knob.Defaults(&RandomRegular{}) }, "the same number of ties for everybody, to random others"},
	"ring":              {func() Generator { return knob.Defaults(&Ring{}) }, "customers in a circle know those next to them"},
	"rmat":              {func() Generator { return knob.Defaults(&RMAT{}) }, "hubs within hubs, as on the web: quarters of quarters"},
	"star":              {func() Generator { return &Star{} }, "one customer knows all the others"},
	"stochastic-blocks": {func() Generator { return knob.Defaults(&StochasticBlocks{}) }, "communities with many ties inside and few between"},
	"watts-strogatz":    {func() Generator { return knob.Defaults(&WattsStrogatz{}) }, "a small world: neighbours on a ring, some ties rewired to strangers"},
}
