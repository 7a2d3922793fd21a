package mechanism_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func ties(t testing.TB, set func(*mechanism.Ties)) sim.Named {
	return named(t, "ties", func(y *mechanism.Ties) {
		y.Gain = mechanism.Shared{Event: 0.6, Community: 0.2, Offer: 0.5}
		y.Meet = mechanism.Meetings{Event: 0.8, Community: 0.1, Offer: 0.5}
		if set != nil {
			set(y)
		}
	})
}

// sociable is a market with a community, its shop, and events.
func sociable(t testing.TB) *sim.Plan {
	return with(settled(),
		named(t, "talk", func(k *mechanism.Talk) { k.Persuasion = map[string]float64{"friends": 0.05, "followers": 0.05} }),
		named(t, "community", func(y *mechanism.Community) { y.Join.Customers, y.Join.Outsiders = 0.5, 0.2 }),
		named(t, "commerce", func(e *mechanism.Commerce) { e.Group.Size = 2 }),
		events(t, nil),
	)
}

// Without anything to be gained a table of ties changes nothing, and whatever it
// does, it costs nothing.
func TestTiesAbsent(t *testing.T) {
	p := sociable(t)
	p.Tallies = mechanism.Tallies()
	nothing := ties(t, func(y *mechanism.Ties) { y.Gain, y.Meet = mechanism.Shared{}, mechanism.Meetings{} })
	q := with(p, nothing)
	a, b := run(t, p, 2), run(t, q, 2)
	for k, name := range a.Columns {
		if name != "advocate_ties" && !reflect.DeepEqual(a.Counts[k], b.Column(name)) {
			t.Errorf("%s: %v without ties, %v with those that gain nothing", name, a.Counts[k], b.Column(name))
		}
	}
	if !reflect.DeepEqual(a.Accounts, b.Accounts) || !reflect.DeepEqual(a.Ledger, b.Ledger) {
		t.Error("ties have a ledger")
	}
}

// Each shared experience makes ties stronger and new ones, and nothing else
// does.
func TestTiesOfWhatIsShared(t *testing.T) {
	p := sociable(t)
	one := func(gain mechanism.Shared, meet mechanism.Meetings) *sim.Plan {
		return with(p, ties(t, func(y *mechanism.Ties) { y.Gain, y.Meet = gain, meet }))
	}
	for name, plan := range map[string]*sim.Plan{
		"event":     one(mechanism.Shared{Event: 0.6}, mechanism.Meetings{Event: 0.8}),
		"community": one(mechanism.Shared{Community: 0.2}, mechanism.Meetings{Community: 0.1}),
		"offer":     one(mechanism.Shared{Offer: 0.5}, mechanism.Meetings{Offer: 0.5}),
	} {
		tr := run(t, plan, 1)
		if last("member_tie_strength")(tr) == 0 || over("new_ties")(tr) == 0 {
			t.Errorf("%s: strength %v, %v new ties", name, tr.Column("member_tie_strength"), tr.Column("new_ties"))
		}
	}
	alone := with(settled(), ties(t, nil))
	if tr := run(t, alone, 1); over("member_tie_strength")(tr) != 0 || over("new_ties")(tr) != 0 {
		t.Error("ties grow where nothing is shared")
	}
}

// A tie along which more is shared persuades more, so that members are closer to
// the brand; if it is also turned to more often, less talk goes outside.
func TestTiesPersuadeAndKeepTalkInside(t *testing.T) {
	p := sociable(t)
	set := func(persuade, often float64) *sim.Plan {
		return with(p, ties(t, func(y *mechanism.Ties) {
			y.Persuade, y.Often, y.Meet = persuade, often, mechanism.Meetings{}
		}))
	}
	still := map[string]response{"cost": func(tr *sim.Trace) float64 { return account("ties")(tr) }}
	moved(t, set(3, 0), p, map[string]response{"bond": bond}, nil, still)
	z, mean := contrast(t, set(0, 30), set(0, 0), last("reached_aware"))
	if z > -3 {
		t.Errorf("%.1f more are reached if talk stays among friends, %.1f standard errors; want fewer", mean, z)
	}
}

// What was gained fades: a new tie that begins at a half is lost below a tenth
// of that, after ln 10/decay weeks; without decay all come of age.
func TestTiesFade(t *testing.T) {
	p := with(settled(), events(t, func(e *mechanism.Events) { e.Every = 0 }))
	p.Weeks = 60
	set := func(decay float64) *sim.Trace {
		return run(t, with(p, ties(t, func(y *mechanism.Ties) { y.Decay, y.Gain = decay, mechanism.Shared{} })), 1)
	}
	fading, lasting := set(0.2), set(0)
	made := over("new_ties")(fading)
	kept := fading.Column("new_ties_kept")
	first := 0
	for kept[first] == 0 {
		first++
	}
	if made == 0 || float64(kept[first+10]) != made || kept[first+12] != 0 { // ln 10/0.2 = 11.5
		t.Errorf("%.0f ties made, kept %v from week %d", made, kept, first)
	}
	if got := over("new_ties_year")(lasting); got != over("new_ties")(lasting) || over("new_ties_year")(fading) != 0 {
		t.Errorf("%.0f of %.0f ties come of age without decay", got, over("new_ties")(lasting))
	}
}

// The same ties on any number of workers.
func TestTiesOnManyWorkers(t *testing.T) {
	p := with(sociable(t), ties(t, nil))
	p.Customers, p.Weeks, p.Step = 9000, 8, 1 // three spans
	luck := chance.Of(5, 1)
	w, err := sim.NewWorld(p, luck, 1)
	if err != nil {
		t.Fatal(err)
	}
	var traces []*sim.Trace
	for _, workers := range []int{1, 3} {
		tr, err := sim.Run(context.Background(), p, w, luck, workers)
		if err != nil {
			t.Fatal(err)
		}
		traces = append(traces, tr)
	}
	for k, name := range traces[0].Columns {
		if !reflect.DeepEqual(traces[0].Counts[k], traces[1].Counts[k]) {
			t.Errorf("%s: one worker %v, three %v", name, traces[0].Counts[k], traces[1].Counts[k])
		}
	}
	if a, b := bond(traces[0]), bond(traces[1]); a != b {
		t.Errorf("three workers have another history than one: bond %v and %v", a, b)
	}
	if over("new_ties")(traces[0]) == 0 {
		t.Error("no ties were made")
	}
}

// Ties between advocates are kept count of as they come and go, whatever kind of
// network they are of: mutual, one way, or drawn anew all the time.
func TestTiesBetweenAdvocates(t *testing.T) {
	p := with(settled(), ties(t, func(y *mechanism.Ties) { y.Meet = mechanism.Meetings{} }))
	var follows network.Inline
	follows.Directed = true
	for i := range p.Customers {
		follows.Edges = append(follows.Edges, []float64{float64(i), float64((i + 1) % p.Customers)}, []float64{float64(i), float64((i + 7) % p.Customers)})
	}
	tie := sim.LayerTable{Trust: 1, Share: 1}
	met := sim.Layer{Name: "met", Graph: &network.RandomRegular{Degree: 4}, LayerTable: tie}
	met.Redraw = true
	p.Layers = append(p.Layers, met, sim.Layer{Name: "one way", Graph: &follows, LayerTable: tie})
	census := &advocates{}
	tr := run(t, with(p, sim.Named{Name: "zzz", Mechanism: census}), 1)
	if got := tr.Column("advocate_ties")[1:]; !slices.Equal(got, census.ties) || total(got) == 0 {
		t.Errorf("ties between advocates: %v, counted one by one %v", got, census.ties)
	}
}

// advocates counts the ties between them one by one at the end of every week.
type advocates struct{ ties []int64 }

func (c *advocates) Check(*sim.Plan) []error { return nil }
func (c *advocates) Enter(m *sim.Market) any { return c }
func (c *advocates) Close(m *sim.Market, week float64) {
	if int(week+1e-9) == len(c.ties) {
		return
	}
	var n int64
	for _, g := range m.Layers() {
		g.Ties(func(i, j int32, _ float32) bool {
			if m.Stage(i) == sim.Advocate && m.Stage(j) == sim.Advocate {
				n++
			}
			return true
		})
	}
	c.ties = append(c.ties, n)
}
