package main

import (
	"slices"
	"testing"
)

// Goldenberg, Libai, Moldovan & Muller: what bad news costs.
func negativeWOM(t *testing.T, effort float64) []finding {
	loss := func(p *played, from, to int) sample {
		base, _ := p.metric(0, "npv").mean()
		return p.metric(from, "npv").less(p.metric(to, "npv")).times(100 / base)
	}
	weak, strong := play(t, "replicate/negative-wom", 30, effort), play(t, "replicate/negative-wom", 30, effort, "network.weak.share=0.1")
	mild := []*played{play(t, "replicate/negative-wom", 30, effort, "hearing.negative=2"), play(t, "replicate/negative-wom", 30, effort, "network.weak.share=0.1", "hearing.negative=2")}
	return []finding{
		loss(weak, 0, 1).less(slices.Repeat(sample{10}, len(weak.runs))).positive("Value lost to one disappointed buyer in ten, beyond a tenth (points of per cent)", "substantial", ""),
		loss(weak, 2, 1).positive("Of the value, lost to what they say (%)", "above 0", "the same disappointment, unsaid, costs that much less"),
		loss(weak, 2, 1).less(loss(strong, 2, 1)).positive("What is said costs more with half of all talk by weak ties than with a tenth of it (points of per cent)", "weak ties spread the harm", "a bad word settles the matter"),
		{what: "The same where a bad word only weighs as much as two good ones", published: "–", ours: loss(mild[0], 2, 1).less(loss(mild[1], 2, 1)).String(), open: true, remark: "weak ties carry the good words, too"},
	}
}
