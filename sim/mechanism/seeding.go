package mechanism

import (
	"fmt"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
)

// Seeding gives the product to some customers before the first week.
type Seeding struct {
	Rule  string  `toml:"rule" default:"random" options:"random,degree,friends,list" doc:"Who is chosen: anybody; those with most ties; a friend of somebody chosen at random (who has more ties than most: Feld 1991); or the customers listed."`
	Count int     `toml:"count" unit:"customers" default:"0" range:"[0,)" doc:"How many are chosen."`
	Layer string  `toml:"layer" default:"" doc:"Network whose ties count; the first one if left out."`
	List  []int   `toml:"list" default:"[]" range:"[0,)" doc:"With rule list: the customers, by number from 0."`
	Cost  float64 `toml:"cost" unit:"money" default:"0" range:"[0,)" doc:"Cost of winning one of them over, beside the goods."`
}

// Check implements sim.Mechanism.
func (d *Seeding) Check(p *sim.Plan) []error {
	var faults []error
	if d.Count > p.Customers {
		faults = append(faults, fmt.Errorf("count = %d: want at most customers = %d", d.Count, p.Customers))
	}
	if d.Rule == "list" && len(d.List) == 0 {
		faults = append(faults, fmt.Errorf("list = []: rule \"list\" wants the customers' numbers, as list = [0, 5]"))
	}
	for k, i := range d.List {
		if i >= p.Customers {
			faults = append(faults, fmt.Errorf("list[%d] = %d: want a customer from 0 to %d", k, i, p.Customers-1))
		}
	}
	if d.Rule == "degree" || d.Rule == "friends" {
		if d.layer(p) < 0 {
			faults = append(faults, fmt.Errorf("layer = %q: rule %q needs a network%s", d.Layer, d.Rule, layersThere(p)))
		}
	}
	return faults
}

// layer returns the index of the layer whose ties count, or -1.
func (d *Seeding) layer(p *sim.Plan) int {
	for k, l := range p.Layers {
		if d.Layer == "" || l.Name == d.Layer {
			return k
		}
	}
	return -1
}

// Tallies implements sim.Tallier.
func (d *Seeding) Tallies() []sim.Tally {
	return []sim.Tally{{Name: "seeded", Doc: "customers given the product before the first week"}}
}

// Enter implements sim.Mechanism.
func (d *Seeding) Enter(m *sim.Market) any {
	return &seeding{d, m.NewAccount(), m.NewTally(d.Tallies()[0])}
}

type seeding struct {
	*Seeding
	account sim.Account
	seeded  sim.Column
}

var purposeSeeds = chance.NewPurpose("seeding: who")

// Start implements sim.Starter.
func (d *seeding) Start(m *sim.Market) {
	for _, i := range d.chosen(m) {
		if m.Stage(i) == sim.Customer {
			continue
		}
		m.Place(i, sim.Customer)
		m.Count(d.seeded, 1)
		m.Spend(d.account, d.Cost)
	}
}

func (d *seeding) chosen(m *sim.Market) []int32 {
	switch d.Rule {
	case "list":
		var all []int32
		for _, i := range d.List {
			all = append(all, int32(i))
		}
		return all
	case "degree":
		return network.ByDegree(m.Layers()[d.layer(m.Plan)])[:d.Count]
	case "friends":
		return network.FriendsOfRandom(m.Layers()[d.layer(m.Plan)], d.Count, m.Luck)
	}
	return sample(m, d.Count)
}

// sample draws customers without replacement (Floyd's algorithm: Bentley &
// Floyd 1987).
func sample(m *sim.Market, count int) []int32 {
	n := m.Customers()
	taken := make(map[int32]bool, count)
	var all []int32
	for k := n - count; k < n; k++ {
		a, _ := m.Luck.Bits(purposeSeeds, uint32(k), 0)
		i := int32(chance.Below(a, k+1))
		if taken[i] {
			i = int32(k)
		}
		taken[i] = true
		all = append(all, i)
	}
	return all
}
