package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func values(t testing.TB, set func(*mechanism.Values)) sim.Named {
	return named(t, "values", func(v *mechanism.Values) {
		v.Pull, v.Hold = 1, 1
		if set != nil {
			set(v)
		}
	})
}

// A stance draws a market that shares it and repels one that does not. It does
// not make anybody notice the brand.
func TestValuesAttractAndRepel(t *testing.T) {
	p := market(300, 16)
	p.Rates.Leave.Customer = 0.05
	for _, c := range []struct {
		name string
		mean float64
	}{{"shared", 0.6}, {"opposed", -0.6}} {
		t.Run(c.name, func(t *testing.T) {
			a := with(p, values(t, func(v *mechanism.Values) { v.Customers = map[string]float64{"environment": c.mean} }))
			more := map[string]response{"first purchases": over("first_purchases"), "promoters": last("promoters"), "sales": over("sales")}
			less := map[string]response{}
			if c.mean < 0 {
				more, less = less, more
			}
			moved(t, a, p, more, less, map[string]response{"aware": last("reached_aware"), "disillusioned": over("disillusioned"), "paid words": over("mentions_paid")})
		})
	}
}

// A stance that is hardly taken hardly draws.
func TestValuesOfAFaintStance(t *testing.T) {
	p := market(300, 16)
	stance := func(size float64) *sim.Plan {
		return with(p, values(t, func(v *mechanism.Values) {
			v.Stance, v.Customers = map[string]float64{"environment": size}, map[string]float64{"environment": 0.6}
		}))
	}
	moved(t, stance(1), stance(0.2), map[string]response{"first purchases": over("first_purchases"), "sales": over("sales")}, nil, nil)
}

// A promise that is broken is found out, by those who agree, and punished; it
// is the cheaper one.
func TestValuesBrokenPromise(t *testing.T) {
	p := with(market(300, 16), named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 150 }))
	kept := with(p, values(t, nil))
	broken := with(p, values(t, func(v *mechanism.Values) { v.Kept, v.FindOut = 0, 0.3 }))
	moved(t, broken, kept,
		map[string]response{"disillusioned": over("disillusioned"), "detractors": last("n_detractor"), "money kept": account("values")},
		map[string]response{"promoters": last("promoters"), "first purchases": over("first_purchases"), "bond": bond},
		map[string]response{"aware": last("reached_aware")})
}

// Those who find out come by the exponential law, half of the market agreeing.
func TestValuesLaw(t *testing.T) {
	const n = 20_000
	p := market(n, 5)
	p.Rates.Leave = sim.LeaveRates{}
	seeds := named(t, "seeding", func(d *mechanism.Seeding) { d.Count = n })
	for _, homophily := range []float64{0, 0.9} {
		v := values(t, func(v *mechanism.Values) {
			v.Kept, v.FindOut, v.Hurt, v.Hold, v.Homophily = 0.5, 0.2, 0, 0, homophily
			v.Layer = "friends"
		})
		tr := run(t, with(p, seeds, v), 0)
		like := last("like_minded")(tr) / n
		// Ties make neighbours alike: the share varies more than among strangers.
		if math.Abs(like-0.5) > 0.03 {
			t.Errorf("homophily %g: %.3f of customers agree, want about half", homophily, like)
		}
		want := like * (1 - math.Exp(-0.1*5))
		if got := over("disillusioned")(tr) / n; math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/n) {
			t.Errorf("homophily %g: %.4f found out, want %.4f", homophily, got, want)
		}
	}
}

// Among the like-minded, word of mouth stays: who was won by a word agrees
// more often the more friends are alike.
func TestValuesHomophily(t *testing.T) {
	p := with(market(4000, 26), named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 80 }), named(t, "talk", func(k *mechanism.Talk) {
		k.Persuasion = map[string]float64{"friends": 0.3}
	}))
	p.Rates.Notice, p.Rates.Consider, p.Rates.Decide = 0, 0.03, 0.1 // all news is talk
	alikes := func(h float64) *sim.Plan {
		return with(p, values(t, func(v *mechanism.Values) { v.Homophily, v.Layer, v.Spread, v.Pull, v.Colour = h, "friends", 1, 3, 1 }))
	}
	share := func(tr *sim.Trace) float64 {
		have := last("n_customer")(tr) + last("n_loyal")(tr) + last("n_advocate")(tr)
		return last("like_minded")(tr) / max(1, have)
	}
	moved(t, alikes(0.9), alikes(0), map[string]response{"like-minded": share}, nil, nil)
}

func TestValuesCosts(t *testing.T) {
	p := market(300, 16)
	tr := run(t, with(p, values(t, func(v *mechanism.Values) { v.From, v.Until, v.Kept = 4, 9, 0.5 })), 0)
	sold := 0.0
	for _, n := range tr.Column("sales")[5:10] {
		sold += float64(n)
	}
	if got, want := -account("values")(tr), 5*50+0.2*sold; math.Abs(got-want) > 1e-6 {
		t.Errorf("cost %.2f, want %.2f", got, want)
	}
	before, after := run(t, p, 0).Column("first_purchases"), tr.Column("first_purchases")
	for week := range 5 {
		if before[week] != after[week] {
			t.Errorf("week %d: %d first purchases before the stance, %d without it", week, after[week], before[week])
		}
	}
	tr = run(t, with(p, values(t, func(v *mechanism.Values) { v.Budget = 170 })), 0)
	if got := -account("values")(tr); got < 170 || got > 180 {
		t.Errorf("cost %.2f, want 170 and not above 180", got)
	}
}

func TestValuesAbsent(t *testing.T) {
	p := market(300, 16)
	alike(t, with(p, values(t, func(v *mechanism.Values) { v.From = 16 })), p, "values")
	alike(t, with(p, values(t, func(v *mechanism.Values) { v.Stance, v.Trust = nil, 0 })), p, "values")
}
