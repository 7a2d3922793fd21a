package mechanism

import (
	"fmt"
	"maps"
	"slices"

	"grapevine/chance"
	"grapevine/sim"
)

// Talk is word of mouth. When a customer's Speak clock strikes, a conversation
// takes place with one tie (addressed) or with all ties of a layer
// (broadcast). A word that persuades with probability p takes -ln(1-p) off the
// hearer's clock, so that on a graph it is the model of Bass, SI or SIR; with
// kernel "once" it is the independent cascade (Goldenberg, Libai & Muller
// 2001; Kempe, Kleinberg & Tardos 2003).
type Talk struct {
	Dates
	Kernel     string             `toml:"kernel" default:"conversation" options:"conversation,once" doc:"conversation: customers talk again and again; once: a new customer tells every tie exactly once."`
	Mode       string             `toml:"mode" default:"addressed" options:"addressed,broadcast" doc:"addressed: a conversation is with one tie; broadcast: it is heard by all ties of a layer."`
	Persuasion map[string]float64 `toml:"persuasion" default:"{}" range:"[0,1]" doc:"Probability that a word persuades an unaware, ordinary hearer, by layer; a layer that is not named carries no talk."`
}

// Check implements sim.Mechanism.
func (t *Talk) Check(p *sim.Plan) []error {
	faults := t.check()
	for _, layer := range slices.Sorted(maps.Keys(t.Persuasion)) {
		if !slices.ContainsFunc(p.Layers, func(l sim.Layer) bool { return l.Name == layer }) {
			faults = append(faults, fmt.Errorf("persuasion.%s: there is no network.%[1]s%s", layer, layersThere(p)))
		}
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
	if t.Kernel == "once" {
		return &tellOnce{r}
	}
	return &converse{r}
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

var purposeConversation = chance.NewPurpose("talk: with whom")

// converse is the kernel "conversation".
type converse struct{ *talk }

// Spoke implements sim.Speaker.
func (t *converse) Spoke(s *sim.Span, i int32, count uint32) {
	if !t.on(s.Now(), 0) {
		return
	}
	to, layer, ok := t.m.Tie(purposeConversation, i, count)
	if !ok || t.weight[layer] == 0 {
		return
	}
	if t.Mode == "addressed" {
		s.Say(t.word(i, to, layer))
		return
	}
	for _, to := range t.m.Layers()[layer].Neighbours(i) {
		s.Say(t.word(i, to, layer))
	}
}

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
