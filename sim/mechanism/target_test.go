package mechanism_test

import (
	"math"
	"testing"

	"grapevine/knob"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// towns is a market of two towns, a quarter and the rest, who do not talk.
func towns() *sim.Plan {
	p := market(400, 16)
	p.Rates.Notice = 0
	p.Rates.ForgetAware, p.Rates.ForgetConsidering = 0, 0
	ordinary := *knob.Defaults(&sim.Segment{})
	near, far := ordinary, ordinary
	near.Name, near.Share, near.Place = "students", 0.25, "town"
	far.Name, far.Share = "elsewhere", 0.75
	p.Segments = []sim.Segment{near, far}
	return p
}

// What is for a town reaches nobody else, whichever way it is named; and the
// money that is not spent elsewhere reaches the town so much the better.
func TestTarget(t *testing.T) {
	for _, name := range []string{"students", "town"} {
		to := mechanism.Target{To: []string{name}}
		for _, lever := range []sim.Named{
			named(t, "advertising", func(a *mechanism.Advertising) { a.Rate, a.SpendPerWeek, a.Target = 0.5, 100, to }),
			named(t, "seeding", func(d *mechanism.Seeding) { d.Count, d.Target = 30, to }),
			named(t, "seeding", func(d *mechanism.Seeding) { d.Rule, d.Count, d.Target = "degree", 30, to }),
			named(t, "seeding", func(d *mechanism.Seeding) { d.Rule, d.Count, d.Target = "greedy", 30, to }),
			named(t, "seeding", func(d *mechanism.Seeding) { d.Rule, d.Count, d.Target = "friends", 30, to }),
		} {
			tr := run(t, with(towns(), lever), 1)
			inside := 0
			for i, l := range tr.Lives {
				if math.IsNaN(l.Reached[sim.Aware]) && math.IsNaN(l.Reached[sim.Customer]) {
					continue
				}
				if l.Segment != 0 {
					t.Fatalf("%s to %s: customer %d of another segment was reached", lever.Name, name, i)
				}
				inside++
			}
			if inside < 30 {
				t.Errorf("%s to %s reached %d, want 30 at least", lever.Name, name, inside)
			}
		}
	}
	// Where few notice, as many do whether the money is spent on a town or on all.
	slow := func(to ...string) *sim.Plan {
		return with(towns(), named(t, "advertising", func(a *mechanism.Advertising) { a.Rate, a.SpendPerWeek, a.To = 0.0005, 100, to }))
	}
	if z, mean := contrast(t, slow("town"), slow(), last("reached_aware")); math.Abs(z) > 4.5 {
		t.Errorf("%.3g more noticed in the town for the same money, %.1f standard errors", mean, z)
	}
	if z, _ := contrast(t, slow("town"), slow(), account("advertising")); !math.IsNaN(z) {
		t.Error("it costs something else")
	}
}

// Invitations and events are for those they are for.
func TestTargetProgrammes(t *testing.T) {
	p := towns()
	p.Rates.Notice = 0.3
	nobody := towns()
	nobody.Rates = p.Rates
	p.Segments[0].Need = 0 // nobody of the town ever buys, so that a programme for it has nobody
	nobody.Segments[0].Need = 0
	for _, lever := range []sim.Named{
		named(t, "referral", func(f *mechanism.Referral) { f.Rate, f.To = 1, []string{"town"} }),
		named(t, "events", func(e *mechanism.Events) { e.Attend, e.CostPerEvent, e.To = 1, 0, []string{"town"} }),
		named(t, "ambassadors", func(a *mechanism.Ambassadors) { a.Invite, a.CostPerWeek, a.To = 5, 0, []string{"town"} }),
	} {
		tr := run(t, with(p, lever), 1)
		for _, name := range []string{"invitations", "attendees", "ambassadors"} {
			if n := over(name)(tr); n != 0 {
				t.Errorf("%s for a town without customers: %s = %g", lever.Name, name, n)
			}
		}
		elsewhere := with(p, lever)
		elsewhere.Segments = []sim.Segment{p.Segments[1], p.Segments[0]}
		elsewhere.Segments[0].Place, elsewhere.Segments[1].Place = "town", ""
		tr = run(t, elsewhere, 1)
		if over("invitations")(tr)+over("attendees")(tr)+over("ambassadors")(tr) == 0 {
			t.Errorf("%s for a town with customers does nothing", lever.Name)
		}
	}
}

// A name that is none is told, with those there are.
func TestTargetCheck(t *testing.T) {
	a := named(t, "advertising", func(a *mechanism.Advertising) { a.To = []string{"student"} })
	if faults := a.Mechanism.Check(towns()); len(faults) != 1 {
		t.Errorf("faults: %v, want one", faults)
	}
}
