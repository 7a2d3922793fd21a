package mechanism_test

import (
	"math"
	"testing"

	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func churn(t testing.TB, set func(*mechanism.Churn)) sim.Named {
	return named(t, "churn", func(c *mechanism.Churn) {
		c.Contagion, c.Referrer, c.Premium = 0, 1, 0
		if set != nil {
			set(c)
		}
	})
}

// leaving is a market of customers who can do nothing but leave, at .04 a week.
func leaving(customers, weeks int) *sim.Plan {
	p := market(customers, weeks)
	p.Step = 1
	p.Rates = sim.Rates{Leave: sim.LeaveRates{Customer: 0.04, Loyal: 0.04, Advocate: 0.04}}
	p.Attitudes = sim.Attitudes{DetractorLine: -1}
	p.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: &mechanism.Seeding{Rule: "random", Count: customers}}}
	return p
}

// Customers whose probability of leaving within a period is Beta(α, β) stay for
// t periods with probability B(α, β+t)/B(α, β): the "High End" estimates of
// Fader & Hardie 2007. Weekly periods, 20,000 customers; a rate that is 5 % off
// must not pass.
func TestChurnIsShiftedBetaGeometric(t *testing.T) {
	const n, alpha, beta = 20_000, 0.66808846, 3.8060957
	for _, c := range []struct {
		slip  float64
		holds bool
	}{{1, true}, {1.05, false}} {
		p := leaving(n, 12)
		p.Rates.Leave.Customer = 0.3 // of no meaning: customers' own hazards take its place
		here := run(t, with(p, churn(t, func(c2 *mechanism.Churn) {
			c2.Variety = mechanism.Variety{Alpha: alpha * c.slip, Beta: beta, Weeks: 1}
		})), 0).Column("n_customer")
		want, worst := 1.0, 0.0
		for week := 1; week <= 12; week++ {
			x := float64(week)
			want *= (beta + x - 1) / (alpha + beta + x - 1)
			got := float64(here[week]) / n
			worst = max(worst, math.Abs(got-want)/math.Sqrt(want*(1-want)/n))
		}
		if math.Abs(want-0.37799906) > 1e-7 {
			t.Fatalf("S(12) = %.8f, want .37799906", want)
		}
		// Twelve weeks are looked at: 4.5 standard errors are passed by chance once in 10,000 times.
		if (worst < 4.5) != c.holds {
			t.Errorf("alpha × %g: %.1f standard errors off at the most", c.slip, worst)
		}
	}
}

// An exit makes the ties of whoever leaves leave sooner, and them alone; it
// brings nobody in.
func TestChurnIsCaught(t *testing.T) {
	p := leaving(300, 16)
	still := map[string]response{"aware": last("reached_aware"), "words": over("mentions_positive"), "cost": spending}
	moved(t, with(p, churn(t, func(c *mechanism.Churn) { c.Contagion = 2 })), p,
		map[string]response{"left": over("new_lapsed"), "after a tie": over("exits_after_exit")}, nil, still)
	alone := *p
	alone.Layers = nil
	alike(t, with(&alone, churn(t, func(c *mechanism.Churn) { c.Contagion = 2 })), &alone, "churn")
	// Who never hears of it for long leaves less.
	moved(t, with(p, churn(t, func(c *mechanism.Churn) { c.Contagion, c.HalfLife = 2, 0.5 })), with(p, churn(t, func(c *mechanism.Churn) { c.Contagion, c.HalfLife = 2, 20 })),
		nil, map[string]response{"left": over("new_lapsed")}, nil)
}

// The hazard of those with a tie who left is 1.8 times that of others: with no
// fading and one exit known to all, exposed customers leave at that rate.
func TestChurnContagionLaw(t *testing.T) {
	const n = 20_000
	p := leaving(n, 8)
	p.Layers = p.Layers[1:] // friends, of a trust of 1
	p.Rates.Leave.Customer = 0.02
	var g *network.Graph
	look := sim.Named{Name: "look", Mechanism: onEnter(func(m *sim.Market) { g = m.Layers()[0] })}
	tr := run(t, with(p, look, churn(t, func(c *mechanism.Churn) { c.Contagion, c.HalfLife = 0.8, 1e9 })), 0)
	// Exposure and exits of each week from the lives: everybody at risk.
	exposedExits, exposedWeeks, otherWeeks := over("exits_after_exit")(tr), 0.0, 0.0
	otherExits := over("new_lapsed")(tr) - exposedExits
	for i := range int32(n) {
		out := exit(tr, i)
		heard := math.Inf(1)
		for _, j := range g.Neighbours(i) {
			heard = min(heard, math.Floor(exit(tr, j))+1) // at the end of the step
		}
		otherWeeks += min(out, heard, 8)
		exposedWeeks += max(0, min(out, 8)-min(heard, 8))
	}
	ratio := exposedExits / exposedWeeks / (otherExits / otherWeeks)
	if tolerance := 4.5 * 1.8 * math.Sqrt(1/exposedExits+1/otherExits); math.Abs(ratio-1.8) > tolerance {
		t.Errorf("hazard ratio %.3f, want 1.8 ± %.3f", ratio, tolerance)
	}
}

// onEnter is a mechanism of tests: it looks at a market that is about to run.
type onEnter func(*sim.Market)

func (onEnter) Check(*sim.Plan) []error { return nil }

func (f onEnter) Enter(m *sim.Market) any { f(m); return nil }

// exit is the week in which a customer left, infinity if never.
func exit(tr *sim.Trace, i int32) float64 {
	if x := tr.Lives[i].Reached[sim.Lapsed]; !math.IsNaN(x) {
		return x
	}
	return math.Inf(1)
}

// Those won by others stay longer while these do, and are worth more at first.
func TestChurnReferred(t *testing.T) {
	p := settled()
	p.Rates.Leave = sim.LeaveRates{Customer: 0.1, Loyal: 0.1, Advocate: 0.1}
	p = with(p, named(t, "talk", func(k *mechanism.Talk) { k.Persuasion = map[string]float64{"friends": 0.5} }))
	base := with(p, churn(t, nil))
	moved(t, with(p, churn(t, func(c *mechanism.Churn) { c.Referrer = 0.2 })), base,
		nil, map[string]response{"left": over("exits_referred")}, nil)
	moved(t, with(p, churn(t, func(c *mechanism.Churn) { c.Premium = 0.25 })), base,
		map[string]response{"revenue": account("revenue")}, map[string]response{"goods": account("unit cost")},
		map[string]response{"sales": over("sales"), "left": over("new_lapsed"), "cost": spending})
	// The premium is a quarter of what the referred buy, if it does not erode:
	// of everything, if whoever buys has just been told.
	told := market(3000, 16)
	told.Rates.Notice = 0
	told.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: &mechanism.Seeding{Rule: "random", Count: 300}}}
	told = with(told, named(t, "talk", func(k *mechanism.Talk) { k.Persuasion = map[string]float64{"friends": 0.5} }))
	premium := func(weeks, memory float64) *sim.Trace {
		return run(t, with(told, churn(t, func(c *mechanism.Churn) { c.Premium, c.PremiumWeeks, c.Memory = 0.25, weeks, memory })), 0)
	}
	tr, plain := premium(1e9, 1e9), run(t, told, 0)
	want := 0.0
	for _, l := range plain.Lives {
		if l.Reached[sim.Customer] > 0 { // not one of the seeds
			want += 10 * float64(l.Purchases)
		}
	}
	if got := account("revenue")(tr) - account("revenue")(plain); math.Abs(got-want) > 1e-6*want || want == 0 {
		t.Errorf("premium of %.2f, want %.2f", got, want)
	}
	if got := account("revenue")(premium(4, 1e9)) - account("revenue")(plain); got < 0.1*want || got > 0.9*want {
		t.Errorf("premium of %.2f that erodes, %.2f that does not", got, want)
	}
	// Words long ago refer nobody.
	if got := over("first_referred")(premium(4, 0)); got != 0 {
		t.Errorf("%g referred without a memory", got)
	}
	if got, most := over("first_referred")(tr), over("first_purchases")(tr)-300; got != most {
		t.Errorf("%g referred, of %g who cannot but have been told", got, most)
	}
}

func TestChurnAbsent(t *testing.T) {
	p := buying()
	alike(t, with(p, churn(t, nil)), p, "churn")
	all := func(c *mechanism.Churn) { c.Contagion, c.Referrer, c.Premium, c.From = 1, 0.5, 0.25, 16 }
	alike(t, with(p, churn(t, all)), p, "churn")
	// Up to its first week everything is as it was, and it ends with its last.
	late := run(t, with(p, churn(t, func(c *mechanism.Churn) { all(c); c.From = 8 })), 1).Column("n_lapsed")
	for week, n := range run(t, p, 1).Column("n_lapsed")[:9] {
		if late[week] != n {
			t.Errorf("week %d: %d have left, %d without it", week, late[week], n)
		}
	}
	ending := run(t, with(p, churn(t, func(c *mechanism.Churn) { all(c); c.From, c.Until = 0, 8 })), 1)
	for week, n := range ending.Column("exits_after_exit") {
		if week > 8 && n != 0 {
			t.Errorf("week %d: %d left after a tie had", week, n)
		}
	}
	for _, v := range []mechanism.Variety{{Alpha: 1, Weeks: 1}, {Beta: 1, Weeks: 1}} {
		if c := churn(t, func(c *mechanism.Churn) { c.Variety = v }).Mechanism; len(c.Check(p)) != 1 {
			t.Errorf("%+v has faults %v", v, c.Check(p))
		}
	}
}
