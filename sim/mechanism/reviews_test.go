package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func reviews(t testing.TB, set func(*mechanism.Reviews)) sim.Named {
	return named(t, "reviews", func(v *mechanism.Reviews) {
		v.Write, v.Delighted, v.Disappointed, v.Read, v.HalfVolume = 0.2, 0.2, 0.4, 1, 5
		if set != nil {
			set(v)
		}
	})
}

// pondering is a market in which deciding is what takes time.
func pondering(quality float64) *sim.Plan {
	p := market(300, 16)
	p.Product.Quality = quality
	p.Rates.Consider, p.Rates.Decide = 0.3, 0.05
	return p
}

// A good rating moves those who consider a purchase, a bad one holds them
// back. Neither makes anybody notice the brand or consider it.
func TestReviewsMoveConsiderers(t *testing.T) {
	bought := map[string]response{"first purchases": over("first_purchases")}
	for _, c := range []struct {
		name     string
		quality  float64
		up, down map[string]response
	}{{"good", 0.8, bought, nil}, {"bad", 0.2, nil, bought}} {
		t.Run(c.name, func(t *testing.T) {
			p := pondering(c.quality)
			a := with(p, reviews(t, nil))
			moved(t, a, p, c.up, c.down, map[string]response{"aware": last("reached_aware"), "considering": last("reached_considering"), "paid words": over("mentions_paid")})
			if tr := run(t, a, 0); c.quality > 0.5 != (last("rating")(tr) > 400) {
				t.Errorf("quality %g is rated %.2f", c.quality, last("rating")(tr)/100)
			}
		})
	}
	p := pondering(0.8)
	moved(t, with(p, reviews(t, nil)), p, map[string]response{"credit": credited("reviews"), "read": over("reviews_read")}, map[string]response{"cost": account("reviews")}, nil)
}

// Volume and valence each count; a pool that nobody believes does nothing.
func TestReviewsVolumeAndValence(t *testing.T) {
	p := pondering(0.8)
	only := func(volume, valence, trust float64) *sim.Plan {
		return with(p, reviews(t, func(v *mechanism.Reviews) { v.Volume, v.Valence, v.Trust, v.Neutral = volume, valence, trust, 4.3 }))
	}
	first := over("first_purchases")
	for name, a := range map[string]*sim.Plan{"volume": only(0.3, 0, 0.7), "valence": only(0, 0.5, 0.7)} {
		if z, mean := contrast(t, a, p, first); !(z > 4) {
			t.Errorf("%s alone: %.3g more first purchases, %.1f standard errors", name, mean, z)
		}
	}
	if _, mean := contrast(t, only(0.3, 0.5, 0), p, first); mean != 0 {
		t.Errorf("reviews that nobody trusts bring %.3g first purchases", mean)
	}
}

// Asking brings in many, and those who feel less: the rating of a good product
// does not rise by it, of a middling one it does.
func TestReviewsAsked(t *testing.T) {
	p := pondering(0.4)
	p.Weeks = 40 // ratings are few, and differ little
	rating := func(tr *sim.Trace) float64 { return over("review_stars")(tr) / max(1, over("reviews")(tr)) }
	moved(t, with(p, reviews(t, func(v *mechanism.Reviews) { v.Write, v.Ask, v.Oblige = 0.02, 1, 0.5 })), with(p, reviews(t, func(v *mechanism.Reviews) { v.Write = 0.02 })),
		map[string]response{"reviews": over("reviews"), "rating": rating}, map[string]response{"cost": account("reviews")},
		map[string]response{"aware": last("reached_aware")})
}

// With a purchase as expected and no luck, the share that writes is the share
// that it says, and gives four stars.
func TestReviewsLaw(t *testing.T) {
	const n = 10_000
	p := market(n, 2)
	p.Rates, p.Layers = sim.Rates{}, nil
	p.Attitudes.Noise, p.Attitudes.Taste = 0, 0
	p.Product.Quality = p.Product.Expectation
	seeds := named(t, "seeding", func(d *mechanism.Seeding) { d.Count = n })
	tr := run(t, with(p, seeds, reviews(t, func(v *mechanism.Reviews) { v.Write, v.Ask, v.Oblige, v.CostPerWeek = 0.1, 0.5, 0.4, 0 })), 0)
	got, share := over("reviews")(tr), 0.1+0.5*0.9*0.4
	if math.Abs(got-n*share) > 4*math.Sqrt(n*share*(1-share)) {
		t.Errorf("%g reviews, want %.0f", got, n*share)
	}
	if last("rating")(tr) != 400 || over("review_stars")(tr) != 4*got {
		t.Errorf("rating %.2f, want 4", last("rating")(tr)/100)
	}
	if asked := -account("reviews")(tr) / 0.1; math.Abs(asked-n/2) > 4*math.Sqrt(n/4) {
		t.Errorf("%.0f asked, want about %d", asked, n/2)
	}
}

// Who reads at some rate, every time taking w off the clock of deciding, decides
// at the rate of the need and that times 1-exp(-w); readings are counted as the
// integral of those who consider.
func TestReviewsRead(t *testing.T) {
	const n, seeds, weeks, decide, read, w = 20_000, 100, 10, 0.05, 0.4, 0.3
	p := market(n, weeks)
	p.Rates, p.Layers, p.Stages = sim.Rates{Decide: decide}, nil, []string{"considering", "customer"}
	p.Record.Customers = false
	p = with(p, named(t, "seeding", func(d *mechanism.Seeding) { d.Count = seeds }))
	for _, mutant := range []float64{0, 0.1} {
		tr := run(t, with(p, reviews(t, func(v *mechanism.Reviews) {
			v.Write, v.HalfVolume, v.HalfLife, v.Trust, v.Volume, v.Valence, v.Read = 1, 1e-6, 0, 1, w, 0, read*(1-mutant)
		})), 0)
		time := weeks - p.Step // the first reviews stand at the end of the first step
		hazard := decide + read*(1-math.Exp(-w))
		left := math.Exp(-decide*p.Step - hazard*time)
		got, want := last("n_considering")(tr), (n-seeds)*left
		if se := math.Sqrt(want * (1 - left)); math.Abs(got-want) > 4.5*se != (mutant != 0) {
			t.Errorf("with %g of the readings: %.0f still consider, want %.0f ± %.0f", 1-mutant, got, want, se)
		}
		// Of those who consider at some time a share of read/hazard readings have been had when they decide.
		reads := read / hazard * (n - seeds) * (math.Exp(-decide*p.Step) - left)
		if got := over("reviews_read")(tr); math.Abs(got-reads) > 4.5*math.Sqrt(reads) && mutant == 0 {
			t.Errorf("%.0f readings, want %.0f", got, reads)
		}
	}
}

func TestReviewsCosts(t *testing.T) {
	p := pondering(0.8)
	tr := run(t, with(p, reviews(t, func(v *mechanism.Reviews) { v.From, v.Until, v.Ask, v.CostPerAsk, v.CostPerWeek = 4, 9, 1, 0.5, 7 })), 0)
	asked := int64(0)
	for week, n := range tr.Column("sales") {
		if week > 4 && week <= 9 {
			asked += n
		} else if tr.Column("reviews")[week] != 0 || tr.Column("reviews_read")[week] != 0 || tr.Account("reviews")[week] != 0 {
			t.Errorf("week %d, outside its dates, has reviews or costs", week)
		}
	}
	if got, want := -account("reviews")(tr), 5*7+0.5*float64(asked); got != want {
		t.Errorf("cost %.2f, want %.2f", got, want)
	}
	if got := -account("reviews")(run(t, with(p, reviews(t, func(v *mechanism.Reviews) { v.Budget = 50 })), 0)); got != 50 {
		t.Errorf("cost %.2f of a budget of 50", got)
	}
}

func TestReviewsAbsent(t *testing.T) {
	p := pondering(0.8)
	alike(t, with(p, reviews(t, func(v *mechanism.Reviews) { v.Write, v.Delighted, v.Disappointed = 0, 0, 0 })), p, "reviews")
	never := with(p, reviews(t, func(v *mechanism.Reviews) { v.From = 16 }))
	alike(t, never, p, "reviews")
	if got := account("reviews")(run(t, never, 2)); got != 0 {
		t.Errorf("never working costs %.2f", -got)
	}
}
