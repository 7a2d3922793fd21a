package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// fundable are mechanisms that can be given a sum, each with what it does with
// it, and sums of which the second is twice the first and the third four times.
func fundable(t *testing.T) map[string]struct {
	lever func() sim.Named
	does  response
	least float64
} {
	type one = struct {
		lever func() sim.Named
		does  response
		least float64
	}
	return map[string]one{
		"advertising": {func() sim.Named {
			return named(t, "advertising", func(a *mechanism.Advertising) {
				a.Rate, a.SpendPerWeek, a.Saturation = 0.02, 100, 1
				a.HalfSaturation = 1
			})
		}, last("reached_aware"), 800},
		"ambassadors": {func() sim.Named {
			return named(t, "ambassadors", func(a *mechanism.Ambassadors) { a.Invite, a.CostPerWeek, a.EachPerWeek = 5, 10, 1 })
		}, over("ambassador_words"), 600},
		"community": {func() sim.Named {
			return named(t, "community", func(y *mechanism.Community) {
				y.Join.Customers, y.PlatformCost, y.HostCost, y.MemberCost = 0.3, 10, 40, 0.01
			})
		}, over("visits"), 800},
		"service": {func() sim.Named {
			return named(t, "service", func(v *mechanism.Service) { v.Complain, v.FixRate, v.ResponseWeeks, v.CostPerWeek = 1, 1, 0.2, 5 })
		}, over("repairs"), 400},
	}
}

// given returns a market in which a mechanism has been given a sum.
func given(t *testing.T, name string, lever sim.Named, sum float64) (p *sim.Plan, note string) {
	t.Helper()
	p = market(600, weeks)
	p.Product.Quality = 0.5
	if name == "advertising" {
		p.Rates.Notice = 0
	}
	p = with(p, lever)
	note, err := lever.Mechanism.(mechanism.Funded).Fund(sum, p)
	if err != nil {
		t.Fatal(err)
	}
	return p, note
}

// A mechanism spends the sum it is given, to the cent, and the more it has the
// more it does, but the second doubling brings less a unit than the first.
func TestSumsAreSpentAndDoLessAndLess(t *testing.T) {
	for name, f := range fundable(t) {
		t.Run(name, func(t *testing.T) {
			var does [3]float64
			for k := range does {
				sum := f.least*float64(int(1)<<k) + 0.37
				for replicate := range 3 {
					p, note := given(t, name, f.lever(), sum)
					tr := run(t, p, replicate+1)
					does[k] += f.does(tr)
					if got := -account(name)(tr); math.Abs(got-sum) > 0.001 || note != "" {
						t.Errorf("%.2f spent of %.2f %s", got, sum, note)
					}
				}
			}
			first, second := does[1]-does[0], (does[2]-does[1])/2
			if first <= 0 || second >= first || second < -0.02*does[1] {
				t.Errorf("sums that double do %.4g: want more each time, and less of it a unit", does)
			}
		})
	}
}

// A sum of which nothing can be had is not spent, and nothing happens that would
// not happen without the table.
func TestTooLittleIsNothing(t *testing.T) {
	for name, f := range fundable(t) {
		t.Run(name, func(t *testing.T) {
			sum := 0.0
			if name != "advertising" {
				sum = 20
			}
			p, note := given(t, name, f.lever(), sum)
			if (note == "") != (sum == 0) {
				t.Errorf("note: %q", note)
			}
			without := *p
			without.Mechanisms = nil
			without.Tallies = mechanism.Tallies()
			alike(t, p, &without, name)
			if got := account(name)(run(t, p, 2)); got != 0 {
				t.Errorf("%.2f is spent on nothing", -got)
			}
		})
	}
}

// A flight spends its sum in its own weeks alone.
func TestSumsKeepToTheirWeeks(t *testing.T) {
	lever := named(t, "advertising", func(a *mechanism.Advertising) {
		a.SpendPerWeek, a.WeeksOn, a.WeeksOff, a.From, a.Until = 100, 2, 3, 1, 12
	})
	p, _ := given(t, "advertising", lever, 500)
	for week, amount := range run(t, p, 1).Account("advertising") {
		want := int64(0)
		if on := (week - 2) % 5; week >= 2 && on < 2 && week <= 12 { // weeks 1, 2, 6, 7, 11 begin after the first is over
			want = -10000
		}
		if amount != want {
			t.Errorf("week %d: %d, want %d", week, amount, want)
		}
	}
}

// A service that has money for few answers leaves others waiting.
func TestServiceAnswersWhatItIsPaidFor(t *testing.T) {
	v := fundable(t)["service"]
	p, _ := given(t, "service", v.lever(), (5+6*2)*weeks) // two answers a week
	tr := run(t, p, 1)
	got := over("repairs")(tr)
	asked := over("complaints")(tr)
	if got < 0.6*2*weeks || got > 1.1*2*weeks || asked < 1.5*got { // the first weeks have no cases yet
		t.Errorf("%.0f answers to %.0f cases in %d weeks, with money for 2 a week", got, asked, weeks)
	}
}

// What cannot spend a sum says why.
func TestNoSums(t *testing.T) {
	p := market(100, weeks)
	for name, lever := range map[string]sim.Named{
		"no reference":  named[*mechanism.Advertising](t, "advertising", nil),
		"own budget":    named(t, "advertising", func(a *mechanism.Advertising) { a.SpendPerWeek, a.Budget = 1, 1 }),
		"after the end": named(t, "service", func(v *mechanism.Service) { v.From = weeks }),
		"organic":       named(t, "community", func(y *mechanism.Community) { y.Mode = "organic" }),
		"free":          named(t, "ambassadors", func(a *mechanism.Ambassadors) { a.EachPerWeek = 0 }),
	} {
		if _, err := lever.Mechanism.(mechanism.Funded).Fund(100, p); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}

// Who posts nowhere is paid for no posts: without a network to post on, a sum
// has as many ambassadors whether the key names one that is not there or none.
func TestNoPostsArePaidForNowhere(t *testing.T) {
	slots := func(broadcast string) float64 {
		p, _ := given(t, "ambassadors", named(t, "ambassadors", func(a *mechanism.Ambassadors) {
			a.Invite, a.CostPerWeek, a.EachPerWeek, a.Reward, a.Words, a.Posts, a.Broadcast = 5, 0, 1, 1, 0.1, 4, broadcast
		}), 1000)
		return last("ambassadors")(run(t, p, 1))
	}
	if none, absent := slots(""), slots("nowhere"); none != absent || none == 0 {
		t.Errorf("%g ambassadors without a network for posts, %g with one that is not there", none, absent)
	}
}
