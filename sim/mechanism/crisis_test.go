package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func crisis(t testing.TB, set func(*mechanism.Crisis)) sim.Named {
	return named(t, "crisis", func(c *mechanism.Crisis) {
		c.From, c.Hit, c.FixWeeks, c.AnswerWeeks = 6, 0.5, 4, 2
		if set != nil {
			set(c)
		}
	})
}

// A crisis makes detractors and costs sales. It does not touch those who have
// not heard of the brand, nor anything before its day.
func TestCrisisHurts(t *testing.T) {
	p := market(300, 16)
	moved(t, with(p, crisis(t, nil)), p,
		map[string]response{"hit": over("crisis_hit"), "news": over("crisis_news"), "detractors": over("n_detractor")},
		map[string]response{"promoters": over("promoters"), "sales": over("sales"), "first purchases": over("first_purchases")},
		map[string]response{"aware": last("reached_aware"), "cost": spending, "words": over("mentions_paid")})
	a, b := run(t, with(p, crisis(t, nil)), 3), run(t, p, 3)
	for _, name := range []string{"n_detractor", "sales", "n_considering", "promoters"} {
		for week := range 7 {
			if x, y := a.Column(name)[week], b.Column(name)[week]; x != y {
				t.Errorf("week %d: %s is %d, without a crisis to come %d", week, name, x, y)
			}
		}
	}
}

// Each part of it does its own work: news alone hold back, a loss of quality
// alone disappoints, a slow answer makes the news live longer, a slow fix hurts
// more buyers.
func TestCrisisParts(t *testing.T) {
	p := market(300, 16)
	still := func(c *mechanism.Crisis) { c.Hit, c.QualityLoss, c.Hiding, c.News = 0, 0, 0, 0 }
	for _, c := range []struct {
		name     string
		set      func(*mechanism.Crisis)
		up, down map[string]response
	}{
		{"news", func(c *mechanism.Crisis) { still(c); c.News, c.Deter = 1, 1 }, nil, map[string]response{"first purchases": over("first_purchases")}},
		{"quality", func(c *mechanism.Crisis) { still(c); c.QualityLoss, c.FixWeeks = 0.6, 100 }, map[string]response{"detractors": over("n_detractor")}, nil},
		{"hiding", func(c *mechanism.Crisis) { still(c); c.Hiding, c.AnswerWeeks = 1, 100 }, nil, map[string]response{"trust": trust}},
		{"notoriety", func(c *mechanism.Crisis) { still(c); c.Notoriety = 0.2 }, map[string]response{"aware": last("reached_aware"), "credit": credited("crisis")}, nil},
	} {
		t.Run(c.name, func(t *testing.T) { moved(t, with(p, crisis(t, c.set)), p, c.up, c.down, nil) })
	}
	quick := with(p, crisis(t, nil))
	moved(t, with(p, crisis(t, func(c *mechanism.Crisis) { c.AnswerWeeks = 10 })), quick,
		map[string]response{"news": over("crisis_news")}, nil, map[string]response{"hit": over("crisis_hit")})
	moved(t, with(p, crisis(t, func(c *mechanism.Crisis) { c.QualityLoss, c.FixWeeks = 0.5, 10 })), with(p, crisis(t, func(c *mechanism.Crisis) { c.QualityLoss, c.FixWeeks = 0.5, 0 })),
		map[string]response{"detractors": over("n_detractor")}, nil, map[string]response{"hit": over("crisis_hit")})
}

// Amends bring detractors back and bind them, at a price.
func TestCrisisAmends(t *testing.T) {
	p := settled()
	moved(t, with(p, crisis(t, func(c *mechanism.Crisis) { c.Amends = 1 })), with(p, crisis(t, nil)),
		map[string]response{"amends": over("crisis_amends"), "bond": bond, "promoters": over("promoters")},
		map[string]response{"detractors": over("n_detractor"), "cost": account("crisis")},
		map[string]response{"hit": over("crisis_hit"), "aware": last("reached_aware")})
}

// Nobody is hit who is no customer, and of those who are, the share that it
// says; of these, the share to whom amends are made.
func TestCrisisLaw(t *testing.T) {
	const n = 10_000
	p := market(n, 12)
	p.Rates = sim.Rates{}
	p.Layers = nil
	seeds := named(t, "seeding", func(d *mechanism.Seeding) { d.Count = n / 2 })
	tr := run(t, with(p, seeds, crisis(t, func(c *mechanism.Crisis) {
		c.From, c.Hit, c.Amends, c.AnswerWeeks, c.AmendsWeeks, c.News, c.Silence, c.HalfLife = 2, 0.3, 0.6, 1, 0.5, 0.4, 3, 1
	})), 0)
	near := func(what string, got, of, share float64) {
		t.Helper()
		if want := of * share; math.Abs(got-want) > 4*math.Sqrt(want*(1-share)) {
			t.Errorf("%s: %g, want %.1f", what, got, want)
		}
	}
	hit := over("crisis_hit")(tr)
	near("hit", hit, n/2, 0.3)
	near("amends", over("crisis_amends")(tr), hit, 0.6)
	// ∫ 2^-x over the week of silence, at a third of the speed, and on to where
	// the news are stale.
	silent, after := 3*(1-math.Exp2(-1.0/3))/math.Ln2, (math.Exp2(-1.0/3)-0.02)/math.Ln2
	if got, want := over("crisis_news")(tr), n/2*0.4*(silent+after); math.Abs(got-want) > 4*math.Sqrt(want)+0.02*want {
		t.Errorf("news come across %g times, want %.0f", got, want)
	}
}

// It costs what it says and what amends cost, until the money is spent.
func TestCrisisCosts(t *testing.T) {
	p := market(300, 16)
	dear := func(budget float64) sim.Named {
		return crisis(t, func(c *mechanism.Crisis) {
			c.Amends, c.CostPerAmends, c.CostPerWeek, c.FixCost, c.Budget = 1, 3, 7, 20, budget
		})
	}
	tr := run(t, with(p, dear(0)), 0)
	if got, want := -account("crisis")(tr), 4*7+20+3*over("crisis_amends")(tr); got != want {
		t.Errorf("cost %.2f, want %.2f", got, want)
	}
	for week, x := range tr.Account("crisis")[:7] {
		if x != 0 {
			t.Errorf("week %d, before it breaks out, costs %d hundredths", week, -x)
		}
	}
	if got := -account("crisis")(run(t, with(p, dear(60)), 0)); got < 60 || got > 80 {
		t.Errorf("cost %.2f, want 60 and not above 80", got)
	}
}

func TestCrisisAbsent(t *testing.T) {
	p := market(300, 16)
	alike(t, with(p, crisis(t, func(c *mechanism.Crisis) { c.Hit, c.QualityLoss, c.Hiding, c.News = 0, 0, 0, 0 })), p, "crisis")
	never := with(p, crisis(t, func(c *mechanism.Crisis) { c.From, c.CostPerWeek, c.FixCost = 16, 10, 10 }))
	alike(t, never, p, "crisis")
	if got := account("crisis")(run(t, never, 2)); got != 0 {
		t.Errorf("a crisis that never comes costs %.2f", -got)
	}
}

// trust is the mean trust of all customers at the end.
func trust(tr *sim.Trace) (mean float64) {
	for _, l := range tr.Lives {
		mean += l.Trust / float64(len(tr.Lives))
	}
	return mean
}
