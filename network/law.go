package network

import (
	"sort"

	"grapevine/chance"
)

// law is a distribution of whole numbers from least on.
type law struct {
	least int
	below []float64 // probability of at most least + k
	guide []int32   // by equal parts of (0, 1): the first k that a number there may fall on
}

// lawOf makes a law of weights, which need not sum to 1.
func lawOf(least int, weights []float64) law {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	l := law{least: least, below: make([]float64, len(weights))}
	at := 0.0
	for k, w := range weights {
		at += w
		l.below[k] = at / sum
	}
	l.guide = make([]int32, 2*len(weights))
	for part := range l.guide {
		from := float64(part) / float64(len(l.guide))
		l.guide[part] = int32(min(sort.SearchFloat64s(l.below, from), len(l.below)-1))
	}
	return l
}

// at returns the number that u in (0, 1) falls on, in constant time on average
// (Chen & Asau, AIIE Transactions 6, 1974).
func (l *law) at(u float64) int {
	k := int(l.guide[int(u*float64(len(l.guide)))])
	for k > 0 && l.below[k-1] >= u {
		k--
	}
	for k < len(l.below)-1 && l.below[k] < u {
		k++
	}
	return l.least + k
}

// powerLaw gives k from least to most the weight k^-exponent.
func powerLaw(exponent float64, least, most int) law {
	return lawOf(least, powers(exponent, least, most))
}

// powers are those weights.
func powers(exponent float64, least, most int) []float64 {
	w := make([]float64, most-least+1)
	for k := range w {
		w[k] = chance.Pow(float64(least+k), -exponent)
	}
	return w
}

// powerLawOf is the power law up to most that has a mean: it begins where that
// is so, with a smaller weight for its first number than the power.
func powerLawOf(exponent, mean float64, most int) law {
	w := powers(exponent, 1, most)
	var sum, first float64 // over the numbers above least
	least := most
	for least > 1 && (sum == 0 || float64(first+float64(w[least-1]*float64(least))) > float64(mean*(sum+w[least-1]))) {
		sum += w[least-1]
		first += float64(w[least-1] * float64(least))
		least--
	}
	part := (first - float64(mean*sum)) / (w[least-1] * (mean - float64(least)))
	if part > 0 && part < 1 {
		w[least-1] *= part
	}
	return lawOf(least, w[least-1:])
}

// poisson is the law of Poisson, cut where less than 1e-17 is left.
func poisson(mean float64) law {
	w := []float64{chance.Exp(-mean)}
	for k := 1; float64(k) <= mean || w[k-1] > 1e-17; k++ {
		w = append(w, float64(w[k-1]*mean)/float64(k))
	}
	return lawOf(0, w)
}

// geometric counts the failures before a success, cut where less than 1e-17 is
// left.
func geometric(mean float64) law {
	fail := mean / (1 + mean)
	w := []float64{1}
	for k := 1; w[k-1] > 1e-17; k++ {
		w = append(w, float64(w[k-1]*fail))
	}
	return lawOf(0, w)
}
