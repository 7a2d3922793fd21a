package mechanism

import (
	"fmt"
	"maps"
	"slices"

	"grapevine/chance"
	"grapevine/sim"
)

// Talk is word of mouth. Who has the product talks to ties; how, and what it
// takes to be won over, is the kernel:
//
//   - conversation: when a customer's Speak clock strikes, a word goes to one tie
//     (addressed) or to all ties of a layer (broadcast). A word that persuades
//     with probability p takes -ln(1-p) off the hearer's clock, so that on a graph
//     it is the model of Bass, SI or SIR;
//   - once: a new customer tells every tie exactly once: the independent cascade
//     (Goldenberg, Libai & Muller 2001; Kempe, Kleinberg & Tardos 2003);
//   - steady: a customer presses on ties all the time, see steady;
//   - threshold: it takes a share or number of friends, see threshold;
//   - distinct: it takes words of several different friends, see distinct.
type Talk struct {
	Dates
	Kernel     string             `toml:"kernel" default:"conversation" options:"conversation,once,steady,threshold,distinct" doc:"conversation: customers talk again and again; once: a new customer tells every tie exactly once; steady: having the product presses on ties all the time; threshold: a share or number of friends must have it; distinct: words of several different friends are needed."`
	Mode       string             `toml:"mode" default:"addressed" options:"addressed,broadcast" doc:"addressed: a conversation is with one tie; broadcast: it is heard by all ties of a layer."`
	Persuasion map[string]float64 `toml:"persuasion" default:"{}" range:"[0,1]" doc:"Probability that a word persuades an unaware, ordinary hearer, by layer; a layer that is not named carries no talk. With kernel steady it is the probability a week; with distinct, that a word counts; with threshold, the weight of a friend of the layer."`

	Pressure map[string]float64 `toml:"pressure" unit:"1/week" default:"{}" range:"[0,)" doc:"With kernel steady: hazard with which a tie of the layer presses, beside what persuasion says: q of the model of Bass."`
	Per      string             `toml:"per" default:"tie" options:"tie,receiver,sender,mean" doc:"With kernel steady: what pressure and persuasion are of. tie: each tie; receiver: all ties of the hearer together, shared by them; sender: all ties of the speaker together; mean: all ties of a customer with the usual number."`

	Threshold float64 `toml:"threshold" default:"0.2" range:"[0,1]" doc:"With kernel threshold: share of friends who must have the product; the mean, if it differs."`
	Law       string  `toml:"thresholds" default:"fixed" options:"fixed,uniform,normal" doc:"With kernel threshold: fixed: the same for everybody; uniform: anything from 0 to 1, so that friends count by their share (the linear threshold model); normal: around the threshold."`
	Spread    float64 `toml:"threshold_spread" default:"0.1" range:"[0,)" doc:"Standard deviation of normal thresholds."`
	Strict    bool    `toml:"strict" default:"false" doc:"With kernel threshold: whether it must be exceeded, not only reached."`
	Influence string  `toml:"influence" default:"equal" options:"equal,given" doc:"With kernel threshold: equal: all friends count the same and make 1 together; given: each counts as much as the tie is strong, whatever that makes together."`
	Need      int     `toml:"need" unit:"customers" default:"0" range:"[0,)" doc:"With kernel threshold: number of friends who must have the product, instead of a share, unless it is 0. With kernel distinct: number of friends whose word is needed; 0 is two."`

	Stop    float64 `toml:"stop" unit:"1/week" default:"0" range:"[0,)" doc:"Hazard with which a customer stops talking for good, as an infected person recovers (SIR)."`
	TalkFor float64 `toml:"talk_for" unit:"weeks" default:"0" range:"[0,)" doc:"How long a customer talks at most; 0 is without end."`

	Fatigue    float64 `toml:"fatigue" default:"0" range:"[0,)" doc:"How much a conversation tires of the subject: the next is had with probability exp(-tiredness), where each conversation adds this much."`
	Recovery   float64 `toml:"fatigue_half_life" unit:"weeks" default:"4" range:"(0,)" doc:"Time in which half of the tiredness is gone."`
	ContactCap int     `toml:"contact_cap" unit:"words" default:"0" range:"[0,)" doc:"Most words about the brand that a customer listens to in a week, from whomever; 0 is no limit."`
	Memory     float64 `toml:"memory_half_life" unit:"weeks" default:"0" range:"[0,)" doc:"Time in which half of what words have done to a customer who has not bought is forgotten; 0 is never. With kernel distinct, friends whose word is older do not count."`
}

// Check implements sim.Mechanism.
func (t *Talk) Check(p *sim.Plan) []error {
	faults := t.check()
	for _, of := range []struct {
		key    string
		layers map[string]float64
	}{{"persuasion", t.Persuasion}, {"pressure", t.Pressure}} {
		for _, layer := range slices.Sorted(maps.Keys(of.layers)) {
			k := slices.IndexFunc(p.Layers, func(l sim.Layer) bool { return l.Name == layer })
			switch {
			case k < 0:
				faults = append(faults, fmt.Errorf("%s.%s: there is no network.%[2]s%s", of.key, layer, layersThere(p)))
			case p.Layers[k].Redraw && (t.Kernel == "threshold" || t.Kernel == "distinct"):
				faults = append(faults, fmt.Errorf("%s.%s: kernel %q needs friends who stay: want network.%[2]s.redraw = false", of.key, layer, t.Kernel))
			}
		}
	}
	if t.Need > p.Customers {
		faults = append(faults, fmt.Errorf("need: %d friends are more than the market has customers, %d: want fewer", t.Need, p.Customers))
	}
	if len(t.Pressure) > 0 && t.Kernel != "steady" {
		faults = append(faults, fmt.Errorf("pressure: kernel %q knows no steady pressure: want kernel = \"steady\", or persuasion", t.Kernel))
	}
	return faults
}

// layersThere names the layers of a market for a fault.
func layersThere(p *sim.Plan) string {
	if len(p.Layers) == 0 {
		return "; this market has no networks"
	}
	text := "; there is "
	for k, l := range p.Layers {
		if k > 0 {
			text += ", "
		}
		text += l.Name
	}
	return text
}

// Enter implements sim.Mechanism.
func (t *Talk) Enter(m *sim.Market) any {
	r := &talk{Talk: t, m: m}
	for _, l := range m.Plan.Layers {
		r.source = append(r.source, m.Source(l.Name))
		r.weight = append(r.weight, impulse(t.Persuasion[l.Name])*l.Trust)
	}
	switch t.Kernel {
	case "once":
		m.Tells()
		return &tellOnce{r}
	case "steady":
		return newSteady(r)
	case "threshold":
		return newThreshold(r)
	case "distinct":
		return newDistinct(r)
	}
	return newConverse(r)
}

type talk struct {
	*Talk
	m      *sim.Market
	source []sim.Source // by layer
	weight []float64    // resistance a word takes off, by layer
}

// certain is the resistance that no clock has: what a word that persuades with
// certainty takes off.
const certain = 1e6

// impulse is the resistance that a message takes off which persuades with a
// probability: -ln(1-p).
func impulse(p float64) float64 {
	if p >= 1 {
		return certain
	}
	return -chance.Log(1 - p)
}

// word makes the word of a customer to one of a layer's ties.
func (t *talk) word(from, to int32, layer int) sim.Word {
	w := sim.Word{To: to, From: from, Source: t.source[layer], Weight: float32(t.weight[layer])}
	if t.m.Detractor(from) {
		w.Flags = sim.Bad
	}
	return w
}

// layerOf returns the layer whose words have a source.
func (t *talk) layerOf(of sim.Source) int {
	for k, s := range t.source {
		if s == of {
			return k
		}
	}
	panic("talk: a word of no layer")
}

var purposeConversation = chance.NewPurpose("talk: with whom")

// converse is the kernel "conversation".
type converse struct {
	*talk
	kind uint8 // mark of the words, if they only count and do not persuade by themselves
	*lasting
	*tiring
}

// Spoke implements sim.Speaker.
func (t *converse) Spoke(s *sim.Span, i int32, count uint32) {
	if !t.on(s.Now(), 0) || t.over(i, s.Now()) || t.tired(i, count, s.Now()) {
		return
	}
	to, layer, ok := t.m.Tie(purposeConversation, i, count)
	if !ok || t.weight[layer] == 0 {
		return
	}
	if t.Mode == "addressed" {
		t.say(s, i, to, layer)
		return
	}
	for _, to := range t.m.Layers()[layer].Neighbours(i) {
		t.say(s, i, to, layer)
	}
}

func (t *converse) say(s *sim.Span, i, to int32, layer int) {
	w := t.word(i, to, layer)
	if w.Kind = t.kind; w.Kind != 0 {
		w.Weight = 0
	}
	s.Say(w)
}

// bounded is the kernel "conversation" with an end, or hearers who do not listen
// to everything or forget.
type bounded struct {
	*converse
	*listening
	*forgetting
}

func newConverse(t *talk) any {
	c := &converse{talk: t, lasting: newLasting(t), tiring: newTiring(t)}
	b := &bounded{c, newListening(t), newForgetting(t)}
	if b.lasting == nil && b.listening == nil && b.forgetting == nil {
		return c
	}
	return b
}

// Moved implements sim.Mover.
func (t *bounded) Moved(s *sim.Span, i int32, from, to sim.Stage) {
	t.forget(i)
	if having(to) && !having(from) {
		t.begin(i, s.Now())
	}
}

// Heard implements sim.Hearer.
func (t *bounded) Heard(s *sim.Span, w sim.Word) { t.remember(s, w) }

// tellOnce is the kernel "once".
type tellOnce struct{ *talk }

// Moved implements sim.Mover: whoever becomes a customer tells everybody.
func (t *tellOnce) Moved(s *sim.Span, i int32, from, to sim.Stage) {
	if to != sim.Customer || !t.on(s.Now(), 0) {
		return
	}
	for layer, g := range t.m.Layers() {
		if t.weight[layer] == 0 {
			continue
		}
		for _, to := range g.Neighbours(i) {
			s.Say(t.word(i, to, layer))
		}
	}
}
