package points

import (
	"math"
	"strconv"
	"strings"

	"grapevine/chance"
)

// Factor is one key that a design varies: over a list of values, or over a
// range with a law.
type Factor struct {
	Key     string   // dotted path of the key
	Values  []string // levels as they are written; nil for a range
	Min     float64
	Max     float64
	Law     Law
	Mean    float64 // of a normal law, cut at Min and Max
	SD      float64
	Mode    float64 // of a triangular law
	Integer bool    // whole numbers only
}

// Law says how a factor's values are spread over its range.
type Law uint8

// The laws of a factor.
const (
	Uniform    Law = iota
	Log            // evenly in the logarithm
	Normal         // normal, cut at both ends
	Triangular     // likeliest at the mode
)

// Laws lists the laws by name.
var Laws = []string{"uniform", "log", "normal", "triangular"}

// Levels returns the number of levels of a factor, steps for a range; a range
// of whole numbers has no more levels than numbers.
func (f *Factor) Levels(steps int) int {
	switch {
	case f.Values != nil:
		return len(f.Values)
	case f.Integer:
		return min(steps, int(f.Max-f.Min)+1)
	}
	return steps
}

// at returns the share of the k-th of a number of levels. Those of a range go
// from its lowest to its highest value.
func (f *Factor) at(k, levels int) float64 {
	if f.Values != nil {
		return (float64(k) + 0.5) / float64(levels)
	}
	if f.Integer {
		n := math.Floor(f.Max-f.Min) + 1
		return (math.Round(float64(k)*(n-1)/float64(levels-1+boolean(levels == 1))) + 0.5) / n
	}
	return float64(k) / float64(levels-1)
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Value returns the number that a share of the factor's law stands for: the
// inverse of its distribution function. For a list it is the index of the
// value.
func (f *Factor) Value(share float64) float64 {
	if f.Values != nil {
		return math.Min(math.Floor(share*float64(len(f.Values))), float64(len(f.Values)-1))
	}
	if f.Integer && f.Law == Uniform {
		n := math.Floor(f.Max-f.Min) + 1
		return f.Min + math.Min(math.Floor(share*n), n-1)
	}
	x := f.inverse(share)
	if f.Integer {
		x = math.Round(x)
	}
	return math.Min(math.Max(x, f.Min), f.Max)
}

func (f *Factor) inverse(share float64) float64 {
	switch f.Law {
	case Log:
		if share == 1 {
			return f.Max
		}
		return float64(f.Min * chance.Exp(share*chance.Log(f.Max/f.Min)))
	case Normal:
		low, high := phi((f.Min-f.Mean)/f.SD), phi((f.Max-f.Mean)/f.SD)
		p := low + float64(share*(high-low))
		if p <= 0 {
			return f.Min
		}
		if p >= 1 {
			return f.Max
		}
		return f.Mean + float64(f.SD*chance.Quantile(p))
	case Triangular:
		left := (f.Mode - f.Min) / (f.Max - f.Min)
		if share < left {
			return f.Min + math.Sqrt(float64(share*(f.Max-f.Min)*(f.Mode-f.Min)))
		}
		return f.Max - math.Sqrt(float64((1-share)*(f.Max-f.Min)*(f.Max-f.Mode)))
	}
	return f.Min + float64(share*(f.Max-f.Min))
}

// phi is the standard normal distribution function.
func phi(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// Text returns the level of a share as a scenario would spell it, in the
// fewest digits that tell it apart.
func (f *Factor) Text(share float64) string {
	if f.Values != nil {
		return f.Values[int(f.Value(share))]
	}
	return strconv.FormatFloat(f.Value(share), 'g', -1, 64)
}

// Numbers returns the values of a list as numbers; nil if it is no list, or one
// of words.
func (f *Factor) Numbers() []float64 {
	var all []float64
	for _, text := range f.Values {
		x, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
		if err != nil {
			return nil
		}
		all = append(all, x)
	}
	return all
}
