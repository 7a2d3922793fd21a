package mechanism_test

import (
	"math"
	"testing"

	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// circles is a market of closed circles in which some are given the product and
// then talk at a rate, whatever they feel, about nothing else.
func circles(t testing.TB, customers, size, given, weeks int, rate, step float64, set func(*mechanism.Talk)) *sim.Plan {
	t.Helper()
	p := market(customers, weeks)
	p.Step, p.Stages = step, []string{"unaware", "customer"}
	p.Record.Customers = false
	p.Rates = sim.Rates{}
	p.Rates.Speak.Base = rate
	p.Attitudes.DetractorLine = -1
	p.Layers = []sim.Layer{{Name: "friends", Graph: &network.Cliques{Size: size}, LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
	var seeds []int
	for i := range customers {
		if i%size < given {
			seeds = append(seeds, i)
		}
	}
	return with(p, named(t, "seeding", func(d *mechanism.Seeding) { d.Rule, d.List = "list", seeds }),
		named(t, "talk", func(k *mechanism.Talk) {
			k.Persuasion = map[string]float64{"friends": 0}
			set(k)
		}))
}

// share holds the share of so many independent circles in which something is so
// to what it must be, but for what a step may be late; a defect must be seen.
func share(t *testing.T, what string, of int, got, want, late float64, defect bool) {
	t.Helper()
	tolerance := 4.5*math.Sqrt(want*(1-want)/float64(of)) + late
	if off := math.Abs(got - want); defect == (off <= tolerance) {
		t.Errorf("%s: %.4f, want %.4f ± %.4f, defect %t", what, got, want, tolerance, defect)
	}
}

// Who tires has ever fewer conversations: the next comes at the rate
// λ·exp(-f·n) after n of them, if nothing is recovered from.
func TestFatigue(t *testing.T) {
	const customers, weeks, rate, f = 1500, 8, 2.0, 0.4
	// The law of the number of conversations, by small steps of its equation.
	law := make([]float64, 60)
	law[0] = 1
	const cuts = 20_000
	for range cuts {
		for n := len(law) - 1; n >= 0; n-- {
			law[n] -= rate * weeks / cuts * math.Exp(-f*float64(n)) * law[n]
			if n > 0 {
				law[n] += rate * weeks / cuts * math.Exp(-f*float64(n-1)) * law[n-1]
			}
		}
	}
	var mean, square float64
	for n, x := range law {
		mean += float64(n) * x
		square += float64(n*n) * x
	}
	said := func(fatigue, life float64) float64 {
		p := circles(t, customers, 2, 2, weeks, rate, 1.0/7, func(k *mechanism.Talk) {
			k.Fatigue, k.Recovery, k.Persuasion = fatigue, life, map[string]float64{"friends": 0.1}
		})
		return over("mentions_positive")(run(t, p, 1)) / customers
	}
	tolerance := 4.5*math.Sqrt((square-mean*mean)/customers) + 0.01 // cuts of the equation
	if got := said(f, 1e9); math.Abs(got-mean) > tolerance {
		t.Errorf("%.3f conversations, want %.3f ± %.3f", got, mean, tolerance)
	}
	if got := said(f, 4); got < mean+tolerance {
		t.Errorf("who recovers has %.3f conversations, who does not %.3f", got, mean)
	}
	if got := said(50, 1e9); got > 1 || got < 0.99 {
		t.Errorf("who is tired out at once has %.3f conversations, want one", got)
	}
}

// However much is said, a customer listens to so many words a week: after four
// weeks of ten friends' chatter 1-(1-p)^4 are persuaded.
func TestContactCap(t *testing.T) {
	const circle, n = 11, 300
	won := func(limit int) float64 {
		p := circles(t, circle*n, circle, circle-1, 4, 60, 1.0/7, func(k *mechanism.Talk) {
			k.ContactCap, k.Persuasion = limit, map[string]float64{"friends": 0.1}
		})
		return last("n_customer")(run(t, p, 1))/n - (circle - 1)
	}
	share(t, "one word a week", n, won(1), 1-math.Pow(0.9, 4), 0, false)
	share(t, "three words a week", n, won(3), 1-math.Pow(0.9, 12), 0, false)
	share(t, "two words for one", n, won(2), 1-math.Pow(0.9, 4), 0, true)
}

// Who has forgotten every word before the next is persuaded by the first or by
// none: however many there are, a share p is won, and not 1-(1-p)^n.
func TestMemory(t *testing.T) {
	const n, rate, weeks, step = 2000, 0.5, 16, 1.0 / 64
	won := func(life float64) float64 {
		p := circles(t, 2*n, 2, 1, weeks, rate, step, func(k *mechanism.Talk) {
			k.Memory, k.Persuasion = life, map[string]float64{"friends": 0.3}
		})
		return last("n_customer")(run(t, p, 1))/n - 1
	}
	together := rate * rate * step * weeks / 2 // pairs of words in one step count together
	share(t, "forgotten at once", n, won(1e-3), 0.3, together, false)
	share(t, "never forgotten", n, won(0), 1-math.Exp(-0.3*rate*weeks), rate*step, false)
	share(t, "remembered, taken for forgotten", n, won(0), 0.3, together, true)
}

// Friends who speak again are no new friends: with three who talk at rate λ
// each to one of three ties, two of them have spoken to the fourth with
// probability 3q²-2q³, q = 1-exp(-λt/3).
func TestDistinct(t *testing.T) {
	const n, rate, weeks, step = 1500, 3.0, 1, 1.0 / 128
	won := func(set func(*mechanism.Talk)) float64 {
		p := circles(t, 4*n, 4, 3, weeks, rate, step, func(k *mechanism.Talk) {
			k.Kernel, k.Need, k.Persuasion = "distinct", 2, map[string]float64{"friends": 1}
			set(k)
		})
		return last("n_customer")(run(t, p, 1))/n - 3
	}
	late := rate * step // a word is heard in the next step
	q := 1 - math.Exp(-rate*weeks/3)
	two := 3*q*q - 2*q*q*q
	share(t, "two friends", n, won(func(*mechanism.Talk) {}), two, late, false)
	share(t, "three friends", n, won(func(k *mechanism.Talk) { k.Need = 3 }), q*q*q, late, false)
	h := 1 - math.Exp(-0.5*rate*weeks/3) // words that count with probability .5
	share(t, "half of the words", n, won(func(k *mechanism.Talk) { k.Persuasion["friends"] = 0.5 }), 3*h*h-2*h*h*h, late, false)
	share(t, "one friend, taken for two", n, won(func(k *mechanism.Talk) { k.Need = 1 }), two, late, true)
	share(t, "two words of anybody, taken for two friends", n, 1-math.Exp(-rate*weeks)*(1+rate*weeks), two, late, true)
	if got := won(func(k *mechanism.Talk) { k.Memory = 1e-3 }); got > 0.15 { // but for both in one step
		t.Errorf("with friends forgotten at once %.3f are won", got)
	}
}

// Chance acquaintances are drawn anew every period: with one each, who is
// informed meets one of all, F += (1-F)·p·F; friends who stay are told, and no
// others.
func TestRedraw(t *testing.T) {
	const customers, weeks = 4000, 8
	won := func(redraw bool) float64 {
		p := circles(t, customers, 10, 1, weeks, 0, 1, func(k *mechanism.Talk) {
			k.Kernel, k.Persuasion = "steady", map[string]float64{"friends": 0.5}
		})
		p.Synchronous = true
		p.Layers[0].Graph, p.Layers[0].Redraw = &network.RandomRegular{Degree: 1}, redraw
		return last("n_customer")(run(t, p, 1)) / customers
	}
	f, kept := 0.1, 0.1
	for range weeks {
		f += (1 - f) * 0.5 * f
		kept += 0.5 * (0.1*0.9 - (kept - 0.1)) // of those tied to a seed, half a week
	}
	slack := 4.5 * math.Sqrt(f/0.1*f*(1-f)/customers) // early luck grows with f
	if got := won(true); math.Abs(got-f) > slack {
		t.Errorf("drawn anew: %.4f, want %.4f ± %.4f", got, f, slack)
	}
	if got := won(false); math.Abs(got-kept) > 4.5*math.Sqrt(0.1/customers) {
		t.Errorf("friends who stay: %.4f, want %.4f", got, kept)
	}
}

// A segment that does not heed another is not persuaded by it, however much it
// says.
func TestHeeds(t *testing.T) {
	reached := func(heeds map[string]float64, kernel string) (own, other int) {
		p := towns()
		p.Segments[1].Heeds = heeds
		p.Rates.Notice, p.Record.Customers = 0, true
		p.Layers = p.Layers[1:]
		tr := run(t, with(p, named(t, "seeding", func(d *mechanism.Seeding) { d.Rule, d.Count, d.To = "random", 30, []string{"students"} }),
			named(t, "talk", func(k *mechanism.Talk) { k.Kernel, k.Persuasion = kernel, map[string]float64{"friends": 0.5} })), 1)
		for _, l := range tr.Lives {
			if !math.IsNaN(l.Reached[sim.Aware]) {
				if l.Segment == 0 {
					own++
				} else {
					other++
				}
			}
		}
		return own, other
	}
	for _, kernel := range []string{"conversation", "steady", "distinct"} {
		own, deaf := reached(map[string]float64{"students": 0}, kernel)
		_, all := reached(nil, kernel)
		if deaf != 0 || own == 0 || all == 0 || kernel != "distinct" && all < 30 {
			t.Errorf("%s: %d of those who do not heed were reached, %d of those who do, and %d of their own", kernel, deaf, all, own)
		}
	}
}

// Steady talk between two dates does nothing before and nothing after, and in
// between what it does without dates.
func TestSteadyDates(t *testing.T) {
	won := func(from, until float64) []int64 {
		p := circles(t, 2000, 5, 1, 12, 0, 0.25, func(k *mechanism.Talk) {
			k.Kernel, k.Pressure, k.Persuasion, k.From, k.Until = "steady", map[string]float64{"friends": 0.1}, nil, from, until
		})
		return run(t, p, 1).Column("n_customer")
	}
	always, early, late := won(0, 0), won(0, 4), won(4, 0)
	for week := range always {
		switch {
		case week <= 4 && (early[week] != always[week] || late[week] != 400):
			t.Errorf("week %d: %d without dates, %d until week 4, %d from it", week, always[week], early[week], late[week])
		case week > 4 && early[week] != early[4]:
			t.Errorf("week %d: %d, want %d as in week 4", week, early[week], early[4])
		case week > 5 && late[week] == 400:
			t.Errorf("week %d: nobody is won", week)
		}
	}
}
