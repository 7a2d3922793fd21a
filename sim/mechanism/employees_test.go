package mechanism_test

import (
	"math"
	"slices"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func staff(t testing.TB, set func(*mechanism.Employees)) sim.Named {
	return named(t, "employees", func(e *mechanism.Employees) {
		e.Words, e.Persuasion, e.Use = 3, 0.3, false
		if set != nil {
			set(e)
		}
	})
}

// Employees make the brand known whether or not anybody buys, at a cost that
// goes with their number; they join nothing and are not paid by the word.
func TestEmployees(t *testing.T) {
	p := market(200, 16)
	moved(t, with(p, staff(t, nil)), p,
		map[string]response{"aware": last("reached_aware"), "credit": credited("employees"), "words": over("employee_words"), "bad words": over("mentions_negative")},
		map[string]response{"cost": account("employees")},
		map[string]response{"ambassadors": last("ambassadors"), "paid": over("mentions_paid"), "seeded": over("seeded")})
	tr := run(t, with(p, staff(t, nil)), 3)
	if got, want := -account("employees")(tr), 16*(30+0.3*30); math.Abs(got-want) > 0.5 {
		t.Errorf("they cost %.2f, want %.2f", got, want)
	}
	if n := last("employees")(tr); n != 30 {
		t.Errorf("%g employees, want 30", n)
	}
	// Who uses the product speaks of it as a customer, too; the happy make more
	// customers than the unhappy, whom nobody should have speak.
	moved(t, with(p, staff(t, func(e *mechanism.Employees) { e.Use = true })), with(p, staff(t, nil)),
		map[string]response{"seeded": over("seeded"), "sales": over("sales")}, nil, nil)
	moved(t, with(p, staff(t, func(e *mechanism.Employees) { e.Morale = 1 })), with(p, staff(t, func(e *mechanism.Employees) { e.Morale = -1 })),
		map[string]response{"first purchases": over("first_purchases")}, map[string]response{"bad words": over("mentions_negative")}, nil)
}

// Without people, words or time they are absent.
func TestEmployeesAbsent(t *testing.T) {
	p := market(300, 16)
	for what, set := range map[string]func(*mechanism.Employees){
		"nobody": func(e *mechanism.Employees) { e.Count = 0 },
		"late":   func(e *mechanism.Employees) { e.From = 16 },
	} {
		t.Run(what, func(t *testing.T) { alike(t, with(p, staff(t, set)), p, "employees") })
	}
	quiet := run(t, with(p, staff(t, func(e *mechanism.Employees) { e.Words, e.Posts = 0, 0 })), 1)
	if n := over("mentions_positive")(quiet); n != over("mentions_positive")(run(t, p, 1)) {
		t.Errorf("silent employees change what is said: %g", n)
	}
	early := run(t, with(p, staff(t, func(e *mechanism.Employees) { e.Until, e.CostPerWeek = 4, 50 })), 1)
	if words := early.Column("employee_words"); total(words[:5]) == 0 || total(words[5:]) != 0 {
		t.Errorf("words after the end: %v", words)
	}
	poor := -account("employees")(run(t, with(p, staff(t, func(e *mechanism.Employees) { e.Budget = 100 })), 1))
	if poor != 100 {
		t.Errorf("with 100 to spend they cost %g", poor)
	}
}

// What the brand writes for them is believed less and wears authenticity down,
// so that ambassadors are believed less as well.
func TestEmployeesErode(t *testing.T) {
	p := market(300, 16)
	p.Attitudes.AuthenticityHeal = 0
	p = with(p, named(t, "ambassadors", func(a *mechanism.Ambassadors) { a.Invite, a.Words, a.Persuasion = 1, 3, 0.3 }),
		named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 60 }))
	mute := func(script float64) *sim.Plan {
		return with(p, staff(t, func(e *mechanism.Employees) {
			e.Persuasion, e.Reach, e.Posts, e.Morale, e.Script, e.Erosion, e.Words = 0, 0, 0, 1, script, 3, 10
		}))
	}
	if z, mean := contrast(t, mute(1), mute(0), over("first_purchases")); !(z < -4) {
		t.Errorf("scripts: %.3g first purchases more, %.1f standard errors; want below -4", mean, z)
	}
}

// Advocates of different kinds have different channels: brand advocates talk,
// social advocates post, community advocates speak to fellow members, and
// without a community they are silent.
func TestAdvocateKinds(t *testing.T) {
	p := with(market(300, 16), named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 60 }))
	kind := func(k string, set func(*mechanism.Ambassadors)) sim.Named {
		return named(t, "ambassadors."+k, func(a *mechanism.Ambassadors) {
			a.Kind, a.Invite, a.Words, a.Posts, a.Persuasion, a.Reach, a.Recognition = k, 1, 3, 3, 0.3, 0.1, 0
			if set != nil {
				set(a)
			}
		})
	}
	words := over("ambassador_words")
	heard := map[string]float64{}
	for _, k := range []string{"brand", "social", "community", "all"} {
		tr := run(t, with(p, kind(k, nil)), 1)
		heard[k] = words(tr)
		if k != "community" && over("mentions_positive")(tr) <= over("mentions_positive")(run(t, p, 1)) {
			t.Errorf("%s advocates say nothing", k)
		}
	}
	if heard["community"] != 0 {
		t.Errorf("without a community, community advocates say %g words", heard["community"])
	}
	club := with(p, named(t, "community", func(y *mechanism.Community) { y.Join.Customers, y.Join.Outsiders = 1, 1 }))
	moved(t, with(club, kind("community", nil)), club, map[string]response{"words": words, "credit": credited("ambassadors")}, nil, nil)
	// Who is trusted more makes more customers; a top tier asks advocates alone.
	moved(t, with(p, kind("brand", func(a *mechanism.Ambassadors) { a.Trust = 1 })), with(p, kind("brand", func(a *mechanism.Ambassadors) { a.Trust = 0.1 })),
		map[string]response{"first purchases": over("first_purchases")}, nil, nil)
	moved(t, with(p, kind("brand", func(a *mechanism.Ambassadors) { a.Asked = "advocate" })), with(p, kind("brand", nil)),
		nil, map[string]response{"ambassadors": last("ambassadors")}, nil)
}

// Each programme has its own slots and pays for its own people.
func TestAmbassadorProgrammesApart(t *testing.T) {
	p := with(market(300, 16), named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 200 }))
	each := func(name string) sim.Named {
		return named(t, name, func(a *mechanism.Ambassadors) { a.Invite, a.Slots, a.CostPerWeek, a.EachPerWeek = 5, 10, 0, 1 })
	}
	tr := run(t, with(p, each("ambassadors.social"), each("ambassadors.brand")), 1)
	if most := slices.Max(tr.Column("ambassadors")); most <= 10 || most > 20 {
		t.Errorf("%d ambassadors at the most in two programmes of ten", most)
	}
	paid, there := spending(tr), over("ambassadors")(tr)
	if paid != there {
		t.Errorf("two programmes cost %g, want %g: one a week for each of theirs", paid, there)
	}
}
