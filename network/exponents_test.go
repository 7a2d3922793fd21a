package network

import (
	"math"
	"testing"

	"grapevine/chance"
)

// exponent returns the exponent of the power law on least … most that makes
// some counts the likeliest, and its standard error: Clauset, Shalizi & Newman
// (SIAM Review 51, 2009, §3.5). Counts outside are passed over; shift is added
// to each before.
func exponent(counts []int, shift float64, least, most int) (best, se float64) {
	var n, logs float64
	for _, k := range counts {
		if least <= k && k <= most {
			n++
			logs += math.Log(float64(k) + shift)
		}
	}
	// The likelihood has one top, where the mean logarithm is that of the law.
	moments := func(a float64) (mean, variance float64) {
		var sum, first, second float64
		for k := least; k <= most; k++ {
			l := math.Log(float64(k) + shift)
			w := math.Exp(-a * l)
			sum, first, second = sum+w, first+w*l, second+w*l*l
		}
		mean = first / sum
		return mean, second/sum - mean*mean
	}
	low, high := 0.0, 10.0
	for range 60 {
		best = (low + high) / 2
		if mean, _ := moments(best); mean > logs/n {
			low = best
		} else {
			high = best
		}
	}
	_, variance := moments(best)
	return best, 1 / math.Sqrt(n*variance)
}

// hasExponent reports whether counts have an exponent within 4.5 standard
// errors, and a part of it that the law is not exact by.
func hasExponent(counts []int, shift float64, least, most int, want, bias float64) (got, slack float64, ok bool) {
	got, se := exponent(counts, shift, least, most)
	slack = 4.5*se + bias
	return got, slack, math.Abs(got-want) <= slack
}

func degreesOf(g *Graph) (all []int) {
	for i := range int32(g.Order()) {
		all = append(all, g.Degree(i))
	}
	return all
}

// G9. Degrees and community sizes of LFR have the exponents asked for; those a
// tenth or a fifth away are told from them. The smallest degree has a weight of
// its own, which makes the mean right, and the last sizes are trimmed to fit.
func TestLFRExponents(t *testing.T) {
	const n = 200_000
	l := &LFR{MeanDegree: 15, MaxDegree: 200, DegreeExponent: 2.5, CommunityExponent: 1.5, MinCommunity: 20, MaxCommunity: 500, Mixing: 0.2}
	luck := chance.Of(7, 0)
	g, community := grow(t, l, n, luck, 2), l.Planted(n, luck)
	degrees := degreesOf(g)
	least := powerLawOf(2.5, 15, 200).least + 1
	if got, slack, ok := hasExponent(degrees, 0, least, 200, 2.5, 0); !ok {
		t.Errorf("degrees have the exponent %.3f, want 2.5 ± %.3f", got, slack)
	}
	if _, _, ok := hasExponent(degrees, 0, least, 200, 2.6, 0); ok {
		t.Error("degrees pass for those of the exponent 2.6")
	}
	sizes := make([]int, 0, n/20)
	for _, c := range community {
		for int(c) >= len(sizes) {
			sizes = append(sizes, 0)
		}
		sizes[c]++
	}
	if got, slack, ok := hasExponent(sizes, 0, 20, 500, 1.5, 0.01); !ok {
		t.Errorf("communities have the exponent %.3f, want 1.5 ± %.3f", got, slack)
	}
	if _, _, ok := hasExponent(sizes, 0, 20, 500, 1.7, 0.01); ok {
		t.Error("communities pass for those of the exponent 1.7")
	}
}

// G8. A tie that closes a triangle leads to a customer in proportion to their
// ties, too: to be next to somebody drawn by their ties, and then drawn by one
// over them. So degrees of Holme and Kim follow the law of Barabási and Albert,
// 1/(k(k+1)(k+2)), which is (k+1)⁻³ but for a part 1/(k+1)².
func TestHolmeKimExponent(t *testing.T) {
	const n, m, least, most = 200_000, 4, 12, 2000
	for _, triads := range []float64{0, 0.5, 0.9} {
		degrees := degreesOf(grow(t, &HolmeKim{Attach: m, Triads: triads}, n, chance.Of(5, 0), 2))
		got, slack, ok := hasExponent(degrees, 1, least, most, 3, 0.02)
		if !ok {
			t.Errorf("triads %v: degrees have the exponent %.3f, want 3 ± %.3f", triads, got, slack)
		}
		if _, _, ok := hasExponent(degrees, 1, least, most, 3.2, 0.02); ok {
			t.Errorf("triads %v: degrees pass for those of the exponent 3.2", triads)
		}
	}
	other := &Configuration{Law: "power-law", Exponent: 3.2, Min: 3, Max: 2000, Mean: 4, Simple: "erased"}
	if _, _, ok := hasExponent(degreesOf(grow(t, other, n, chance.Of(5, 0), 2)), 0, least, most, 3, 0.02); ok {
		t.Error("degrees of the exponent 3.2 pass for those of Holme and Kim")
	}
}
