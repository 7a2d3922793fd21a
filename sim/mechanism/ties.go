package mechanism

import (
	"fmt"
	"math"
	"slices"

	"grapevine/chance"
	"grapevine/sim"
)

// Ties says how close customers are to one another. What two who are tied go
// through together, an event, the same week in a community, the same offer to a
// group, makes their tie stronger (the more is shared, the stronger the tie:
// Granovetter 1973); some who were not tied become so. Strong ties are used
// more often, and a word along them persuades more (Brown & Reingen 1987).
// Without anything shared, what was gained fades, and new ties are lost. The
// networks themselves stay as they are: no tie of theirs becomes weaker than it
// was.
type Ties struct {
	Layer    string   `toml:"layer" default:"" doc:"Network among whose talk new ties are; the first one if left out."`
	Gain     Shared   `toml:"gain"`
	Meet     Meetings `toml:"meet"`
	Decay    float64  `toml:"decay" unit:"1/week" default:"0.03" range:"[0,)" doc:"How fast what was gained fades without anything shared."`
	Persuade float64  `toml:"persuade" default:"1" range:"[0,)" doc:"How much more a word along a tie of full strength persuades: 1 is twice as much."`
	Often    float64  `toml:"often" default:"1" range:"[0,)" doc:"How much more often a tie of full strength is turned to: 1 is twice as often."`
	Begin    float64  `toml:"begin" default:"0.5" range:"(0,1]" doc:"Strength with which a new tie begins."`
	Weak     float64  `toml:"weak_tie" default:"0.5" range:"[0,1]" doc:"How much is believed along a new tie, beside one of the network, before its strength counts."`
	Lost     float64  `toml:"lost" default:"0.05" range:"(0,1]" doc:"Strength below which a new tie is lost."`
	Most     int      `toml:"most" unit:"customers" default:"8" range:"[0,)" doc:"New ties that one customer can keep up at a time."`
}

// Shared says how much a shared experience adds to the strength of a tie, as a
// share of what it lacks of full strength.
type Shared struct {
	Event     float64 `toml:"event" default:"0.3" range:"[0,1]" doc:"An event to which both come."`
	Community float64 `toml:"community" default:"0.02" range:"[0,1]" doc:"A week in which both come to the community."`
	Offer     float64 `toml:"offer" default:"0.1" range:"[0,1]" doc:"A group offer in which both buy."`
}

// Meetings say how likely somebody makes a new tie among those present.
type Meetings struct {
	Event     float64 `toml:"event" default:"0.3" range:"[0,1]" doc:"At an event."`
	Community float64 `toml:"community" default:"0.005" range:"[0,1]" doc:"In a week in the community."`
	Offer     float64 `toml:"offer" default:"0.05" range:"[0,1]" doc:"In a group offer."`
}

// Check implements sim.Mechanism.
func (t *Ties) Check(p *sim.Plan) []error {
	if p.Layer(t.Layer) < 0 {
		return []error{fmt.Errorf("layer = %q: there is no such network%s", t.Layer, layersThere(p))}
	}
	for _, n := range p.Mechanisms {
		if o, ok := n.Mechanism.(*Ties); ok && o != t {
			return []error{fmt.Errorf("%s: want a single table", n.Name)}
		}
	}
	return nil
}

// Tallies implements sim.Tallier.
func (t *Ties) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "new_ties", Doc: "ties made by customers who were not tied, at an event, in the community or in a group offer"},
		{Name: "new_ties_kept", Stock: true, Doc: "new ties that are not lost"},
		{Name: "new_ties_year", Doc: "new ties that have come to an age of 52 weeks"},
		{Name: "member_tie_strength", Stock: true, Doc: "mean of what ties between two members of the community have gained, in thousandths of full strength"},
		{Name: "advocate_ties", Stock: true, Doc: "ties between two advocates, new ones included"},
	}
}

// Enter implements sim.Mechanism.
func (t *Ties) Enter(m *sim.Market) any {
	r := &ties{
		Ties: t, m: m, layer: int8(max(0, m.Plan.Layer(t.Layer))),
		gain: []float64{t.Gain.Event, t.Gain.Community, t.Gain.Offer},
		meet: []float64{t.Meet.Event, t.Meet.Community, t.Meet.Offer},
		fade: float32(chance.Exp(-t.Decay)),
		bond: make([][]bond, m.Plan.Customers), here: make([]bool, m.Plan.Customers),
		bound: newSet(m.Plan.Customers), desk: m.NewDesk(), members: newCircle(m), champions: newCircle(m),
	}
	for k, c := range []*sim.Column{&r.made, &r.kept, &r.year, &r.strength, &r.advocates} {
		*c = m.NewTally(t.Tallies()[k])
	}
	return r
}

type ties struct {
	*Ties
	m     *sim.Market
	layer int8 // of the talk along new ties
	gain  []float64
	meet  []float64
	fade  float32  // what is left after a week
	bond  [][]bond // by customer, in the order in which they came
	bound set      // those with any
	here  []bool   // by customer, while an experience is shared
	week  int

	desk      sim.Desk // those who may have come into a circle or gone
	members   *circle  // of the community
	champions *circle  // advocates

	made, kept, year, strength, advocates sim.Column
}

// bond is what a customer's tie to another has gained, or a new tie.
type bond struct {
	to       int32
	layer    int8
	new      bool
	since    int16 // week, of a new one
	strength float32
}

var purposeTie = chance.NewPurpose("ties: whom to meet")

// find returns what a customer's tie to another in a layer has gained, or nil.
func (r *ties) find(i, to int32, layer int8) *bond {
	for k := range r.bond[i] {
		if b := &r.bond[i][k]; b.to == to && b.layer == layer {
			return b
		}
	}
	return nil
}

// Together implements sim.Companion.
func (r *ties) Together(m *sim.Market, what sim.Experience, who []int32) {
	for _, i := range who {
		r.here[i] = true
	}
	if gain := float32(r.gain[what]); gain > 0 {
		for _, i := range who {
			r.share(i, gain)
		}
	}
	if meet := r.meet[what]; meet > 0 && len(who) > 1 {
		count := uint32(r.now())<<2 | uint32(what)
		for at, i := range who {
			if u, v := m.Luck.Uniforms(purposeTie, uint32(i), count); u < meet {
				other := min(int(v*float64(len(who)-1)), len(who)-2)
				if other >= at {
					other++
				}
				r.join(i, who[other])
			}
		}
	}
	for _, i := range who {
		r.here[i] = false
	}
}

// share strengthens a customer's ties to those who are here, too.
func (r *ties) share(i int32, gain float32) {
	for k := range r.bond[i] {
		if b := &r.bond[i][k]; r.here[b.to] {
			b.strength += gain * (1 - b.strength)
		}
	}
	for layer, g := range r.m.Layers() {
		for _, to := range g.Neighbours(i) {
			if r.here[to] && r.find(i, to, int8(layer)) == nil {
				r.bond[i] = append(r.bond[i], bond{to: to, layer: int8(layer), strength: gain})
				r.bound.put(i, true)
			}
		}
	}
}

// join ties two who are not tied.
func (r *ties) join(i, j int32) {
	for _, g := range r.m.Layers() {
		if g.Tied(i, j) || g.Tied(j, i) {
			return
		}
	}
	if r.find(i, j, r.layer) != nil || r.news(i) >= r.Most || r.news(j) >= r.Most {
		return
	}
	for _, pair := range [][2]int32{{i, j}, {j, i}} {
		r.bond[pair[0]] = append(r.bond[pair[0]], bond{to: pair[1], layer: r.layer, new: true, since: int16(r.now()), strength: float32(r.Begin)})
		r.bound.put(pair[0], true)
	}
	r.m.Count(r.made, 1)
	r.m.Count(r.kept, 1)
}

// news counts a customer's new ties.
func (r *ties) news(i int32) (n int) {
	for k := range r.bond[i] {
		if r.bond[i][k].new {
			n++
		}
	}
	return n
}

// now is the number of the present week.
func (r *ties) now() int { return int(r.m.Week() + 1e-9) }

// Turn implements sim.Acquaintance: ties have room by their weight, stronger
// ones have more, and so have new ones.
func (r *ties) Turn(i int32, layer int, u float64) (int32, bool) {
	if !slices.ContainsFunc(r.bond[i], func(b bond) bool { return int(b.layer) == layer }) {
		return 0, false
	}
	g := r.m.Layers()[layer]
	to, w := g.Neighbours(i), g.Weights(i)
	room := func(k int) float64 {
		if w == nil {
			return 1
		}
		return float64(w[k])
	}
	usual := float64(len(to))
	if w != nil {
		usual = 0
		for k := range to {
			usual += room(k)
		}
	}
	total := usual
	mean := usual / float64(len(to))
	for _, b := range r.bond[i] {
		if int(b.layer) == layer {
			total += r.more(b, mean, to, room)
		}
	}
	u *= total
	if u >= usual {
		u -= usual
		for _, b := range r.bond[i] {
			if int(b.layer) == layer {
				if u -= r.more(b, mean, to, room); u < 0 {
					return b.to, true
				}
			}
		}
		return to[len(to)-1], true
	}
	if w == nil {
		return to[min(int(u), len(to)-1)], true
	}
	for k := range to {
		if u -= room(k); u < 0 {
			return to[k], true
		}
	}
	return to[len(to)-1], true
}

// more is the room that a bond has beyond that of the network's tie.
func (r *ties) more(b bond, mean float64, to []int32, room func(int) float64) float64 {
	if b.new {
		return float64(mean * float64(b.strength))
	}
	k, _ := slices.BinarySearch(to, b.to)
	return float64(room(k) * r.Often * float64(b.strength))
}

// Belief implements sim.Sceptic: a word from somebody close counts for more.
func (r *ties) Belief(_ *sim.Span, w sim.Word) float64 {
	factor, strength := 1.0, float32(0)
	for k := range r.bond[w.From] {
		if b := &r.bond[w.From][k]; b.to == w.To && b.strength >= strength {
			strength = b.strength
			if b.new {
				factor = r.Weak
			}
		}
	}
	if strength == 0 {
		return 1
	}
	return factor * (1 + float64(r.Persuade*float64(strength)))
}

// Moved implements sim.Mover.
func (r *ties) Moved(s *sim.Span, i int32, from, to sim.Stage) {
	if (from == sim.Advocate) != (to == sim.Advocate) {
		s.Report(r.desk, sim.Report{Who: i})
	}
}

// Played implements sim.Player.
func (r *ties) Played(s *sim.Span, i int32, role sim.Role, _ bool) {
	if role&sim.Member != 0 {
		s.Report(r.desk, sim.Report{Who: i})
	}
}

// Close implements sim.Closer: at the end of a week what was gained fades a
// little, and one looks at what there is.
func (r *ties) Close(m *sim.Market, now float64) {
	if int(now+1e-9) == r.week {
		return
	}
	r.week = int(now + 1e-9)
	m.Reports(r.desk, func(e sim.Report) {
		r.members.put(e.Who, m.Has(e.Who, sim.Member))
		r.champions.put(e.Who, m.Stage(e.Who) == sim.Advocate)
	})
	members, advocates := r.members.ways(), r.champions.ties()
	gained := 0.0
	for i := range r.bound.all() {
		r.age(m, i)
		member, advocate := r.members.has(i), r.champions.has(i)
		for _, b := range r.bond[i] {
			if member && r.members.has(b.to) {
				gained += float64(b.strength)
				if b.new {
					members++
				}
			}
			if advocate && b.new && b.to > i && r.champions.has(b.to) {
				advocates++
			}
		}
	}
	mean := int64(0)
	if members > 0 {
		mean = int64(math.Round(1000 * gained / float64(members)))
	}
	m.Count(r.strength, mean-m.Level(r.strength))
	m.Count(r.advocates, advocates-m.Level(r.advocates))
}

// age lets what a customer's ties have gained fade by a week. Both ends of a new
// tie lose it in the same week, having gained the same.
func (r *ties) age(m *sim.Market, i int32) {
	left := r.bond[i][:0]
	for _, b := range r.bond[i] {
		b.strength *= r.fade
		switch {
		case b.new && float64(b.strength) < r.Lost:
			if b.to > i {
				m.Count(r.kept, -1)
			}
			continue
		case !b.new && b.strength < unfelt:
			continue
		case b.new && b.to > i && r.week-int(b.since) == 52:
			m.Count(r.year, 1)
		}
		left = append(left, b)
	}
	r.bond[i] = left
	r.bound.put(i, len(left) > 0)
}

// unfelt is a gain that is forgotten.
const unfelt = 1e-3
