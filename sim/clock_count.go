package sim

import (
	"slices"

	"grapevine/chance"
	"grapevine/network"
)

// Clocks are those that a table of a plan gives every customer.
type Clocks struct {
	Table string // its name, or "" for the journey and the moves of one's own
	Count int
}

// CountClocks says how many clocks a plan without faults would have: the
// journey's first, then table by table. It has the tables enter a market of
// one, since neither customers nor ties bring clocks.
func CountClocks(p *Plan) []Clocks {
	small := *p
	small.Customers = 1
	alone, _ := network.FromTies(small.Customers, nil, false)
	m := layMarket(&small, slices.Repeat([]*network.Graph{alone}, len(p.Layers)), chance.Of(0, 0), &memory{})
	all := []Clocks{{"", int(ownClocks) + len(m.own)}}
	for _, n := range p.Mechanisms {
		before := len(m.own)
		m.enter(n)
		if brought := len(m.own) - before; brought > 0 {
			all = append(all, Clocks{n.Name, brought})
		}
	}
	return all
}
