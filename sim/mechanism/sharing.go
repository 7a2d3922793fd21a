package mechanism

import (
	"fmt"
	"math"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
)

// Sharing is social media: customers with strong feelings post, some of their
// followers see it, and some of those pass it on to their own, whether they are
// customers or not. The deeper a post has come, the less likely it is passed
// on, so that most go nowhere and a few go far. The tree of those who passed a
// post on is measured: its depth and its structural virality, the mean
// distance between two of them, which tells a broadcast from a contagion
// (Goel, Anderson, Hofman & Watts 2016). Anger travels too (Berger & Milkman
// 2012). To see a post is to hear a word along that tie.
type Sharing struct {
	Dates
	Layer       string  `toml:"layer" default:"followers" doc:"Network that posts go out on."`
	Posts       float64 `toml:"posts" unit:"1/week" default:"0.05" range:"[0,)" doc:"Posts of a present or past customer who is fully satisfied or fully dissatisfied; half of the feeling gives a quarter."`
	View        float64 `toml:"view" default:"0.3" range:"[0,1]" doc:"Share of followers who see a post."`
	Persuasion  float64 `toml:"persuasion" default:"0.01" range:"[0,1]" doc:"Probability that a post persuades an unaware follower who sees it and trusts the tie."`
	Pass        float64 `toml:"pass" default:"0.05" range:"[0,1]" doc:"Share of those who see an original post who pass it on."`
	Fall        float64 `toml:"fall" default:"0.7" range:"[0,1]" doc:"What each further step from the original leaves of that share."`
	Anger       float64 `toml:"anger" default:"1" range:"[0,)" doc:"How much more readily a bad post is passed on."`
	Pride       float64 `toml:"pride" default:"0.02" range:"[0,1]" doc:"How much posting good news lifts the bond."`
	CostPerWeek float64 `toml:"cost_per_week" unit:"money" default:"0" range:"[0,)" doc:"Cost of making sharing easy: buttons, pictures, a hashtag."`
}

// Check implements sim.Mechanism.
func (h *Sharing) Check(p *sim.Plan) []error {
	faults := h.check()
	if p.Layer(h.Layer) < 0 {
		faults = append(faults, fmt.Errorf("layer = %q: there is no network.%[1]s%s", h.Layer, layersThere(p)))
	}
	return faults
}

// Tallies implements sim.Tallier.
func (h *Sharing) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "shared_posts", Doc: "original posts on social media"},
		{Name: "reshares", Doc: "times that a post was passed on"},
		{Name: "share_views", Doc: "times that a follower saw a post or what was passed on of it"},
		{Name: "share_trees", Doc: "posts passed on at least once that have come to rest"},
		{Name: "share_depth", Doc: "their depths, added up: steps from the original to the last who passed it on"},
		{Name: "share_virality", Doc: "their structural viralities, added up, in thousandths: mean distance between two who posted it"},
		{Name: "deepest_share", Stock: true, Doc: "greatest depth of a post up to now"},
	}
}

// Enter implements sim.Mechanism.
func (h *Sharing) Enter(m *sim.Market) any {
	r := &sharing{
		Sharing: h, m: m, desk: m.NewDesk(), source: m.Source("sharing"), account: m.NewAccount(),
		layer: m.Plan.Layer(h.Layer), passed: map[passing]struct{}{},
	}
	for k, c := range []*sim.Column{&r.originals, &r.reshares, &r.views, &r.trees, &r.depth, &r.virality, &r.deepest} {
		*c = m.NewTally(h.Tallies()[k])
	}
	if h.never(m.Plan) || r.layer < 0 {
		return nil
	}
	r.graph = m.Layers()[r.layer]
	m.NewClock(sim.OwnClock{
		Name: "post", Stages: []sim.Stage{sim.Customer, sim.Loyal, sim.Advocate, sim.Lapsed}, Ignores: sim.FeelsBond | sim.FeelsTrust,
		Rate: func(i int32) float64 {
			sat := m.Satisfaction(i)
			return h.Posts * sat * sat
		},
		Strike: r.post,
	})
	return r
}

type sharing struct {
	*Sharing
	m       *sim.Market
	desk    sim.Desk
	source  sim.Source
	account sim.Account
	layer   int
	graph   *network.Graph

	out    []tree               // posts on their way
	passed map[passing]struct{} // who has posted what

	originals, reshares, views, trees, depth, virality, deepest sim.Column
}

// tree is a post and those who have posted it, the author first.
type tree struct {
	key   uint32 // of its luck
	bad   bool
	nodes []sharer
	fresh int // the first of those who have posted it since the last step
}

type sharer struct {
	who, parent, depth int32 // parent is a place in the tree
}

type passing struct {
	key uint32
	who int32
}

var (
	purposeSees   = chance.NewPurpose("sharing: sees a post")
	purposePasses = chance.NewPurpose("sharing: passes a post on")
)

// post has the customer in hand write a post. It goes out at the end of the
// step.
func (r *sharing) post(s *sim.Span, i int32, count uint32) {
	if !r.on(s.Now(), r.m.Spent(r.account)) {
		return
	}
	s.Count(r.originals, 1)
	s.Report(r.desk, sim.Report{Who: i, What: int32(count)})
	if !r.m.Detractor(i) {
		s.Feel(i, 0, r.Pride*(1-r.m.Bond(i)), 0)
	}
}

// Close implements sim.Closer: posts take a step along the network.
func (r *sharing) Close(m *sim.Market, _ float64) {
	m.Reports(r.desk, func(p sim.Report) {
		key := uint32(p.Who)*0x9e3779b1 + uint32(p.What)
		r.passed[passing{key, p.Who}] = struct{}{}
		r.out = append(r.out, tree{key: key, bad: m.Detractor(p.Who), nodes: []sharer{{who: p.Who}}})
	})
	on := r.out[:0]
	for _, t := range r.out {
		if r.spread(&t) {
			on = append(on, t)
			continue
		}
		r.rest(&t)
	}
	r.out = on
}

// spread shows a post to the followers of those who have posted it since the
// last step. It reports whether anybody has passed it on.
func (r *sharing) spread(t *tree) bool {
	w := sim.Word{Source: r.source, Weight: float32(impulse(r.Persuasion) * r.m.Plan.Layers[r.layer].Trust)}
	pass := r.Pass
	if t.bad {
		w.Flags = sim.Bad
		pass *= r.Anger
	}
	end := len(t.nodes)
	for k := t.fresh; k < end; k++ {
		from := t.nodes[k]
		pass := pass * chance.Pow(r.Fall, float64(from.depth))
		w.From = from.who
		for _, to := range r.graph.Neighbours(from.who) {
			if r.m.Luck.Uniform(purposeSees, uint32(to), t.key^uint32(from.who)*0x85ebca6b) >= r.View {
				continue
			}
			w.To = to
			r.m.Say(w)
			r.m.Count(r.views, 1)
			if r.m.Luck.Uniform(purposePasses, uint32(to), t.key) >= pass {
				continue
			}
			if _, did := r.passed[passing{t.key, to}]; !did {
				r.passed[passing{t.key, to}] = struct{}{}
				t.nodes = append(t.nodes, sharer{to, int32(k), from.depth + 1})
				r.m.Count(r.reshares, 1)
			}
		}
	}
	t.fresh = end
	return len(t.nodes) > end
}

// rest measures a post that nobody passes on any more, and forgets it.
func (r *sharing) rest(t *tree) {
	for _, n := range t.nodes {
		delete(r.passed, passing{t.key, n.who})
	}
	if len(t.nodes) == 1 {
		return
	}
	depth := int64(t.nodes[len(t.nodes)-1].depth) // the last generation comes last
	r.m.Count(r.trees, 1)
	r.m.Count(r.depth, depth)
	r.m.Count(r.virality, int64(math.Round(1000*t.virality())))
	r.m.Count(r.deepest, max(0, depth-r.m.Level(r.deepest)))
}

// virality returns the mean distance between two who have posted it. Each edge
// of the tree lies between those below it and all others.
func (t *tree) virality() float64 {
	n := len(t.nodes)
	below := make([]int, n)
	sum := 0
	for k := n - 1; k > 0; k-- {
		below[k]++
		below[t.nodes[k].parent] += below[k]
		sum += below[k] * (n - below[k])
	}
	return 2 * float64(sum) / float64(n*(n-1))
}

// Week implements sim.Accountant.
func (r *sharing) Week(m *sim.Market, week int) {
	r.charge(m, r.account, week, r.CostPerWeek)
}
