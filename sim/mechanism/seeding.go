package mechanism

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
)

// Seeding gives the product to some customers before the first week: they use
// it, judge it and speak of it. Whom to choose is the question. Those with most
// ties reach most ears (hubs: Goldenberg, Han, Lehmann & Hong 2009); those who
// lie between groups carry a word across; those who buy most know people who
// buy much (revenue leaders: Haenlein & Libai 2013); and a set of customers
// whose circles do not overlap reaches more than one whose do (greedy: Kempe,
// Kleinberg & Tardos 2003, found lazily as CELF by Leskovec et al. 2007).
// Hubs may cost more than others, and knowing who they are costs something.
type Seeding struct {
	Target
	Rule       string  `toml:"rule" default:"random" options:"random,degree,top,betweenness,friends,revenue,greedy,employees,list" doc:"Who is chosen: anybody; those with most ties; anybody of the tenth with most ties, or of another share; those on most of the shortest ways between others; a friend of somebody chosen at random (who has more ties than most: Feld 1991); those with the largest usual basket and need; those who together reach most in an imagined cascade; people who work for the brand ([employees]); or the customers listed."`
	Count      int     `toml:"count" unit:"customers" default:"0" range:"[0,)" doc:"How many are chosen."`
	Top        float64 `toml:"top" default:"0.1" range:"(0,1]" doc:"With rule top: share of the customers, those with most ties, of whom some are chosen by lot."`
	Layer      string  `toml:"layer" default:"" doc:"Network whose ties count; the first one if left out."`
	Pass       float64 `toml:"pass" default:"0.05" range:"[0,1]" doc:"With rule greedy: probability that a word passes a tie in the cascade that the choice imagines."`
	List       []int   `toml:"list" default:"[]" range:"[0,)" doc:"With rule list: the customers, by number from 0."`
	Cost       float64 `toml:"cost" unit:"money" default:"0" range:"[0,)" doc:"Cost of winning one of them over, beside the goods."`
	CostPerTie float64 `toml:"cost_per_tie" unit:"money" default:"0" range:"[0,)" doc:"What is added to it for every tie that the customer has in the network: those with many are dear."`
	Study      float64 `toml:"study" unit:"money" default:"0" range:"[0,)" doc:"Cost of finding out whom to choose, by any rule but random, friends, employees and list."`
	Budget     float64 `toml:"budget" unit:"money" default:"0" range:"[0,)" doc:"What it may cost altogether, beside the goods: as many are won over, in the order of the rule, as the money is enough for. 0 is no limit."`
}

// Check implements sim.Mechanism.
func (d *Seeding) Check(p *sim.Plan) []error {
	faults := d.checkTarget(p)
	if d.Count > p.Customers {
		faults = append(faults, fmt.Errorf("count = %d: want at most customers = %d", d.Count, p.Customers))
	}
	if most := d.circle(p.Customers); d.Rule == "top" && d.Count > most {
		faults = append(faults, fmt.Errorf("count = %d: want at most the %d customers that top = %g is", d.Count, most, d.Top))
	}
	if d.Rule == "list" && len(d.List) == 0 {
		faults = append(faults, fmt.Errorf("list = []: rule \"list\" wants the customers' numbers, as list = [0, 5]"))
	}
	if d.Rule == "employees" && !slices.ContainsFunc(p.Mechanisms, func(n sim.Named) bool { _, ok := n.Mechanism.(*Employees); return ok }) {
		faults = append(faults, fmt.Errorf("rule = \"employees\": there is nobody who works for the brand; want an [employees] table beside it"))
	}
	for k, i := range d.List {
		if i >= p.Customers {
			faults = append(faults, fmt.Errorf("list[%d] = %d: want a customer from 0 to %d", k, i, p.Customers-1))
		}
	}
	if p.Layer(d.Layer) < 0 {
		switch {
		case slices.Contains([]string{"degree", "top", "betweenness", "friends", "greedy"}, d.Rule):
			faults = append(faults, fmt.Errorf("layer = %q: rule %q needs a network%s", d.Layer, d.Rule, layersThere(p)))
		case d.CostPerTie > 0:
			faults = append(faults, fmt.Errorf("layer = %q: cost_per_tie = %g needs a network%s", d.Layer, d.CostPerTie, layersThere(p)))
		}
	}
	return faults
}

// circle returns how many of so many customers are the share at the top.
func (d *Seeding) circle(customers int) int {
	return max(1, int(math.Round(float64(d.Top*float64(customers)))))
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

var (
	purposeSeeds  = chance.NewPurpose("seeding: who")
	purposeEquals = chance.NewPurpose("seeding: who of those who spend the same")
)

// Start implements sim.Starter.
func (d *seeding) Start(m *sim.Market) {
	if d.Count == 0 && d.Rule != "list" {
		return
	}
	spent := 0.0
	if d.studies() {
		if d.Budget > 0 && d.Study > d.Budget {
			return
		}
		spent = d.Study
		m.Spend(d.account, d.Study)
	}
	for _, i := range d.chosen(m) {
		if m.Stage(i) == sim.Customer {
			continue
		}
		cost := d.Cost
		if d.CostPerTie > 0 {
			cost += float64(d.CostPerTie * float64(m.Layers()[m.Plan.Layer(d.Layer)].Degree(i)))
		}
		if spent += cost; d.Budget > 0 && spent > d.Budget {
			return
		}
		m.Place(i, sim.Customer)
		m.Count(d.seeded, 1)
		m.Spend(d.account, cost)
	}
}

// studies reports whether the rule asks for knowledge that nobody has for free.
func (d *Seeding) studies() bool {
	return d.Rule != "random" && d.Rule != "friends" && d.Rule != "employees" && d.Rule != "list"
}

// starts is from how many customers the shortest ways are followed to judge who
// lies on most of them.
const starts = 128

// chosen returns those who are to be won over, in the order of the rule.
func (d *seeding) chosen(m *sim.Market) []int32 {
	to := d.aim(m.Plan)
	if to == nil {
		return d.first(m, d.Count, to)
	}
	all := slices.DeleteFunc(d.first(m, m.Customers(), to), func(i int32) bool { return !to.meets(m, i) })
	if d.Rule != "list" {
		all = all[:min(d.Count, len(all))]
	}
	return all
}

// first returns the first so many customers by the rule.
func (d *seeding) first(m *sim.Market, count int, to aim) []int32 {
	ties := func() *network.Graph { return m.Layers()[m.Plan.Layer(d.Layer)] }
	switch d.Rule {
	case "list":
		var all []int32
		for _, i := range d.List {
			all = append(all, int32(i))
		}
		return all
	case "degree":
		return network.ByDegree(ties())[:count]
	case "top":
		all := byLot(network.ByDegree(ties())[:d.circle(m.Customers())], m, purposeSeeds)
		return all[:min(count, len(all))]
	case "betweenness":
		return network.ByBetweenness(ties(), min(starts, m.Customers()), m.Luck, 1)[:count]
	case "friends":
		return network.FriendsOfRandom(ties(), count, m.Luck)
	case "revenue":
		return byRevenue(m)[:count]
	case "greedy":
		var among []bool
		if to != nil {
			among = make([]bool, m.Customers())
			for i := range among {
				among[i] = to.meets(m, int32(i))
			}
		}
		return network.GreedyAmong(ties(), d.Count, among, d.Pass, m.Luck)
	case "employees": // who come before seeding in the order of tables, and at random
		all := slices.DeleteFunc(byLot(everybody(m), m, purposeSeeds), func(i int32) bool { return !m.Has(i, sim.Employee) })
		return all[:min(count, len(all))]
	}
	if to != nil {
		return byLot(everybody(m), m, purposeSeeds)
	}
	return sample(m, count)
}

// byRevenue returns all customers, first those whose usual basket times need is
// largest: what they would spend if they bought. Equals come in random order.
func byRevenue(m *sim.Market) []int32 {
	all := everybody(m)
	slices.SortFunc(all, func(i, j int32) int {
		if more := cmp.Compare(m.Basket(j)*m.Need(j), m.Basket(i)*m.Need(i)); more != 0 {
			return more
		}
		return cmp.Compare(m.Luck.Uniform(purposeEquals, uint32(i), 0), m.Luck.Uniform(purposeEquals, uint32(j), 0))
	})
	return all
}

// everybody returns all customers in the order of their numbers.
func everybody(m *sim.Market) []int32 {
	all := make([]int32, m.Customers())
	for i := range all {
		all[i] = int32(i)
	}
	return all
}

// byLot puts customers in a random order.
func byLot(all []int32, m *sim.Market, p chance.Purpose) []int32 {
	lot := func(i int32) float64 { return m.Luck.Uniform(p, uint32(i), 1) }
	slices.SortFunc(all, func(i, j int32) int { return cmp.Compare(lot(i), lot(j)) })
	return all
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
