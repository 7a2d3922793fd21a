package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func events(t testing.TB, set func(*mechanism.Events)) sim.Named {
	return named(t, "events", func(e *mechanism.Events) {
		e.From, e.Every, e.Attend, e.Guests = 4, 4, 0.4, 0.5
		if set != nil {
			set(e)
		}
	})
}

// settled is a market in which half are customers from the start.
func settled() *sim.Plan {
	p := market(300, 16)
	p.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: &mechanism.Seeding{Rule: "random", Count: 100}}}
	return p
}

// An event binds those who come, and brings in others through them. It moves
// no stranger and no member count.
func TestEventsBind(t *testing.T) {
	p := settled()
	moved(t, with(p, events(t, nil)), p,
		map[string]response{"bond": bond, "trust": trust, "attendees": over("attendees"), "guests": over("guests"), "credit": credited("events"), "first purchases": over("first_purchases")},
		map[string]response{"cost": account("events")},
		map[string]response{"members": last("members"), "paid words": over("mentions_paid")})
	quiet := func(e *mechanism.Events) { e.Guests, e.Words, e.NewTies = 0, 0, 0 }
	alone := with(p, events(t, quiet))
	moved(t, alone, p, map[string]response{"bond": bond}, nil,
		map[string]response{"credit": credited("events"), "aware": last("reached_aware"), "words of it": over("event_words")})
	moved(t, with(p, events(t, func(e *mechanism.Events) { quiet(e); e.Guests = 1 })), alone,
		map[string]response{"guests": over("guests"), "aware": last("reached_aware"), "credit": credited("events")}, nil,
		map[string]response{"attendees": func(tr *sim.Trace) float64 { return float64(tr.Column("attendees")[5]) }})
	moved(t, with(p, events(t, func(e *mechanism.Events) { quiet(e); e.Words = 3 })), alone,
		map[string]response{"words": over("event_words"), "aware": last("reached_aware")}, nil,
		map[string]response{"guests": over("guests")})
}

// Those who met keep in touch for as long as it says, with no need of a
// network, and it binds them.
func TestEventsNewTies(t *testing.T) {
	p := settled()
	p.Layers = nil
	once := func(ties int) sim.Named {
		return events(t, func(e *mechanism.Events) {
			e.Every, e.NewTies, e.Touch, e.TouchWeeks, e.Persuasion = 0, ties, 1, 5, 0.5
		})
	}
	moved(t, with(p, once(3)), with(p, once(0)), map[string]response{"bond": bond, "words": over("event_words")}, nil,
		map[string]response{"attendees": over("attendees"), "unaware": last("n_unaware"), "cost": spending})
	tr := run(t, with(p, once(3)), 0)
	for week, n := range tr.Column("event_words") {
		if (week <= 4 || week > 10) && n != 0 || week > 4 && week < 10 && n == 0 {
			t.Errorf("week %d: %d words among those who met in week 4, for 5 weeks", week, n)
		}
	}
	if got, want := over("event_words")(tr), over("attendees")(tr)*3*5; math.Abs(got-want) > 4*math.Sqrt(want) {
		t.Errorf("%g words, want %g", got, want)
	}
}

// Who came is less keen on the next event, by half after the time of rest:
// p come to the first of all customers, p(1 - p/2) to one a time of rest later.
func TestEventsRest(t *testing.T) {
	const n, p = 20_000, 0.4
	plan := market(n, 5)
	plan.Attitudes.BondGain = 0
	plan.Rates.Leave = sim.LeaveRates{}
	plan.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: &mechanism.Seeding{Rule: "random", Count: n}}}
	for _, c := range []struct{ rest, second float64 }{{0, p}, {2, p * (1 - p/2)}, {1, p * (1 - p/4)}} {
		tr := run(t, with(plan, events(t, func(e *mechanism.Events) {
			e.From, e.Every, e.Attend, e.Rest, e.Bonding = 1, 2, p, c.rest, 0
			e.Guests, e.Words, e.NewTies = 0, 0, 0
		})), 0)
		for week, want := range map[int]float64{2: p, 4: c.second} {
			got := float64(tr.Column("attendees")[week]) / n
			if se := math.Sqrt(want * (1 - want) / n); math.Abs(got-want) > 4.5*se {
				t.Errorf("rest %g, week %d: %.4f came, want %.4f ± %.4f", c.rest, week, got, want, se)
			}
		}
	}
}

// Who is invited, how many there is room for, and when.
func TestEventsRoom(t *testing.T) {
	p := settled()
	tr := run(t, with(p, events(t, func(e *mechanism.Events) { e.Attend, e.Places = 1, 17 })), 0)
	for week := range 17 {
		held, came := tr.Column("events")[week], tr.Column("attendees")[week]
		if on := week == 5 || week == 9 || week == 13; on != (held == 1) || came != 17*held {
			t.Errorf("week %d: %d events with %d attendees", week, held, came)
		}
	}
	if n := over("attendees")(run(t, with(p, events(t, func(e *mechanism.Events) { e.Who = "members" })), 0)); n != 0 {
		t.Errorf("%g members came, there is no community", n)
	}
	// Of customers without a bond, the share that it says.
	q := market(10_000, 1)
	q.Rates, q.Layers = sim.Rates{}, nil
	q.Product.Quality, q.Product.Expectation = 0, 1 // nobody is bound
	seeds := named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 10_000 })
	q.Attitudes.BondGain = 0
	got := over("attendees")(run(t, with(q, seeds, events(t, func(e *mechanism.Events) { e.From, e.Attend = 0, 0.2 })), 0))
	if math.Abs(got-2000) > 4*math.Sqrt(2000*0.8) {
		t.Errorf("%g of 10000 come, want 2000", got)
	}
}

// An event costs what it says, and none is held that the money is not enough
// for.
func TestEventsCosts(t *testing.T) {
	p := settled()
	cost := func(tr *sim.Trace) float64 {
		return 100*over("events")(tr) + 2*(over("attendees")(tr)+over("guests")(tr))
	}
	for _, budget := range []float64{0, 290, 201, 99} {
		tr := run(t, with(p, events(t, func(e *mechanism.Events) { e.CostPerEvent, e.CostPerAttendee, e.Budget = 100, 2, budget })), 0)
		got := -account("events")(tr)
		if got != cost(tr) || budget > 0 && got > budget {
			t.Errorf("budget %g: cost %.2f, want %.2f", budget, got, cost(tr))
		}
		if want := map[float64]float64{0: 3, 290: 2, 201: 1, 99: 0}[budget]; over("events")(tr) > want || want < 2 && over("events")(tr) != want {
			t.Errorf("budget %g: %g events", budget, over("events")(tr))
		}
	}
	tr := run(t, with(p, events(t, func(e *mechanism.Events) { e.Until = 9 })), 0)
	if n := over("events")(tr); n != 2 {
		t.Errorf("%g events from week 4 every 4 weeks until week 9, want 2", n)
	}
}

func TestEventsAbsent(t *testing.T) {
	p := settled()
	alike(t, with(p, events(t, func(e *mechanism.Events) { e.CostPerEvent, e.Budget = 2, 1 })), p, "events") // none is held
	never := with(p, events(t, func(e *mechanism.Events) { e.From = 16 }))
	alike(t, never, p, "events")
	if got := account("events")(run(t, never, 2)); got != 0 {
		t.Errorf("no event costs %.2f", -got)
	}
}
