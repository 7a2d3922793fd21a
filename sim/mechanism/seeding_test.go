package mechanism_test

import (
	"fmt"
	"slices"
	"testing"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func seeds(t testing.TB, set func(*mechanism.Seeding)) sim.Named {
	return named(t, "seeding", func(d *mechanism.Seeding) {
		d.Count, d.Layer = 15, "followers"
		set(d)
	})
}

// In a market where a word is told once and nobody buys otherwise, those who
// are chosen for their place in the network start more of it than anybody.
func TestSeedingByPlace(t *testing.T) {
	p := market(2000, 12)
	p.Stages = []string{"unaware", "customer"}
	p.Rates.Notice = 0
	talk := named(t, "talk", func(k *mechanism.Talk) {
		k.Kernel, k.Persuasion = "once", map[string]float64{"followers": 0.08}
	})
	by := func(rule string) *sim.Plan {
		return with(p, talk, seeds(t, func(d *mechanism.Seeding) { d.Rule, d.Pass, d.Count = rule, 0.08, 60 }))
	}
	for _, rule := range []string{"degree", "top", "betweenness", "friends", "greedy"} {
		t.Run(rule, func(t *testing.T) {
			moved(t, by(rule), by("random"), map[string]response{"first purchases": over("first_purchases")}, nil, map[string]response{"seeded": over("seeded")})
		})
	}
}

// Revenue leaders spend more, and are nobody in particular in the network.
func TestSeedingByRevenue(t *testing.T) {
	p := market(400, 12)
	p.Segments = []sim.Segment{
		{Name: "few", Share: 0.2, Talkativeness: 1, Susceptibility: 1, Basket: 3, Need: 2, PriceSensitivity: 1, OptIn: 1},
		{Name: "many", Share: 0.8, Talkativeness: 1, Susceptibility: 1, Basket: 1, Need: 1, PriceSensitivity: 1, OptIn: 1},
	}
	by := func(rule string) *sim.Plan { return with(p, seeds(t, func(d *mechanism.Seeding) { d.Rule = rule })) }
	moved(t, by("revenue"), by("random"), map[string]response{"revenue": account("revenue")}, nil, map[string]response{"seeded": over("seeded"), "paid words": over("mentions_paid")})
	// Where all are alike, it is anybody, and not those with the first numbers.
	q := market(400, 1)
	q.Record.Customers = true
	tr := run(t, with(q, seeds(t, func(d *mechanism.Seeding) { d.Rule = "revenue" })), 0)
	above := 0
	for i, l := range tr.Lives {
		if l.Reached[sim.Customer] == 0 && i >= 200 {
			above++
		}
	}
	if above == 0 || above == 15 {
		t.Errorf("%d of 15 seeds are in the upper half", above)
	}
}

// Seeds cost what they cost: each, for each tie, and the study if the rule
// needs one; a budget ends the list.
func TestSeedingCosts(t *testing.T) {
	p := market(300, 2)
	p.Layers[0].Graph = &network.WattsStrogatz{MeanDegree: 6} // everybody has six
	for _, c := range []struct {
		rule   string
		budget float64
		seeds  int64
		cost   float64
	}{
		{"random", 0, 15, 15 * (2.5 + 6*0.25)},
		{"friends", 0, 15, 15 * 4},
		{"degree", 0, 15, 100 + 15*4},
		{"betweenness", 0, 15, 100 + 15*4},
		{"revenue", 0, 15, 100 + 15*4},
		{"greedy", 0, 15, 100 + 15*4},
		{"degree", 121, 5, 120},
		{"random", 12, 3, 12},
		{"greedy", 99, 0, 0}, // the study alone is dearer
	} {
		t.Run(fmt.Sprint(c.rule, "/budget=", c.budget), func(t *testing.T) {
			tr := run(t, with(p, seeds(t, func(d *mechanism.Seeding) {
				d.Rule, d.Cost, d.CostPerTie, d.Study, d.Budget = c.rule, 2.5, 0.25, 100, c.budget
			})), 0)
			if got := total(tr.Column("seeded")); got != c.seeds {
				t.Errorf("%d seeds, want %d", got, c.seeds)
			}
			if got := -account("seeding")(tr); got != c.cost {
				t.Errorf("cost %.2f, want %.2f", got, c.cost)
			}
		})
	}
}

// No seeds are no table.
func TestNoSeeds(t *testing.T) {
	p := market(200, 6)
	none := seeds(t, func(d *mechanism.Seeding) { d.Rule, d.Count, d.Study = "greedy", 0, 100 })
	alike(t, with(p, none), p, "seeding")
	if got := account("seeding")(run(t, with(p, none), 0)); got != 0 {
		t.Errorf("choosing nobody costs %.2f", -got)
	}
}

// Those who work for the brand may be the ones it begins with.
func TestSeedingEmployees(t *testing.T) {
	staff := named(t, "employees", func(e *mechanism.Employees) { e.Count, e.Use = 20, false })
	lever := seeds(t, func(d *mechanism.Seeding) { d.Rule, d.Study, d.Cost = "employees", 1000, 2 })
	tr := run(t, with(market(400, 1), staff, lever), 1)
	seeded := 0
	for _, l := range tr.Lives {
		if l.Reached[sim.Customer] == 0 {
			seeded++
			if l.Roles&sim.Employee == 0 {
				t.Error("a stranger was chosen")
			}
		}
	}
	if cost := -account("seeding")(tr); seeded != 15 || cost != 30 {
		t.Errorf("%d employees seeded for %.0f, want 15 for 30: nobody has to find out who they are", seeded, cost)
	}
	if faults := lever.Mechanism.Check(market(400, 1)); len(faults) != 1 {
		t.Errorf("without employees: %v", faults)
	}
}

// Greedy for a segment chooses the best among those meant, not those of theirs
// who happen to be among the best of all.
func TestSeedingGreedyAmongThoseMeant(t *testing.T) {
	p := market(500, 1)
	near := sim.Segment{Name: "near", Share: 0.2, Talkativeness: 1, Susceptibility: 1, Basket: 1, Margin: 1, Need: 1, PriceSensitivity: 1, Notice: 1, OptIn: 1}
	far := near
	far.Name, far.Share = "far", 0.8
	p.Segments = []sim.Segment{near, far}
	tr := run(t, with(p, seeds(t, func(d *mechanism.Seeding) { d.Rule, d.Pass, d.Count, d.To = "greedy", 0.2, 8, []string{"near"} })), 1)
	w, err := sim.NewWorld(p, chance.Of(5, 1), 1)
	if err != nil {
		t.Fatal(err)
	}
	among := make([]bool, 500)
	var got []int32
	for i, l := range tr.Lives {
		among[i] = l.Segment == 0
		if l.Reached[sim.Customer] == 0 {
			got = append(got, int32(i))
		}
	}
	want := network.GreedyAmong(w.Layer("followers"), 8, among, 0.2, chance.Of(5, 1))
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d seeded, want %d", got, want)
	}
}

// The tenth with most ties: those who are chosen of them are among them, and
// are others in another run.
func TestSeedingTop(t *testing.T) {
	p := market(400, 1)
	p.Record.Customers = true
	q := with(p, seeds(t, func(d *mechanism.Seeding) { d.Rule, d.Count = "top", 15 }))
	var before []int
	for replicate := range 2 {
		w, err := sim.NewWorld(q, chance.Of(5, replicate), 1)
		if err != nil {
			t.Fatal(err)
		}
		top := network.ByDegree(w.Layer("followers"))[:40]
		var chosen []int
		for i, l := range run(t, q, replicate).Lives {
			if l.Reached[sim.Customer] == 0 {
				chosen = append(chosen, i)
				if !slices.Contains(top, int32(i)) {
					t.Errorf("%d was chosen, who is not of the tenth with most ties", i)
				}
			}
		}
		if len(chosen) != 15 || slices.Equal(chosen, before) {
			t.Errorf("replicate %d: chosen are %v, and %v before: want 15, and others", replicate, chosen, before)
		}
		before = chosen
	}
	for _, fault := range q.Mechanisms[len(q.Mechanisms)-1].Mechanism.(*mechanism.Seeding).Check(q) {
		t.Error(fault)
	}
	if r := with(p, seeds(t, func(d *mechanism.Seeding) { d.Rule, d.Count = "top", 41 })); len(r.Mechanisms[len(r.Mechanisms)-1].Mechanism.(*mechanism.Seeding).Check(r)) == 0 {
		t.Error("41 of 40 can be chosen")
	}
}
