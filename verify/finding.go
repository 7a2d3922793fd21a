package verify

import "math"

// Finding is what trying a fact has shown.
type Finding struct {
	*Fact
	Base   Effect  // in the base market
	Off    Effect  // the same without the cause
	There  []bool  // by market of Points, whether it is so
	Points []Point // the markets
	Box    *Box    // where it is so, if not everywhere
	ranges []Range // what differs between the markets
}

// Point is one plausible market: a value for every range.
type Point []float64

// Share returns the share of markets in which the claim is so, with Wilson's
// 95 % interval.
func (f *Finding) Share() (share, low, high float64) {
	n := 0
	for _, so := range f.There {
		if so {
			n++
		}
	}
	low, high = wilson(n, len(f.There))
	return float64(n) / float64(len(f.There)), low, high
}

// Gone reports whether the effect vanishes without its cause: it is not seen at
// t > 4 any more, or less than a tenth of it is left.
func (f *Finding) Gone() bool {
	if f.Fact.Off == nil {
		return true
	}
	if !f.Off.So || f.Off.Least() <= 4 {
		return true
	}
	for k := range f.Off.Mean {
		if math.Abs(f.Off.Mean[k]) < 0.1*math.Abs(f.Base.Mean[k]) {
			return true
		}
	}
	return false
}

// Verdict says whether the fact is one.
func (f *Finding) Verdict() string {
	share, _, _ := f.Share()
	base := f.Base.So && f.Base.Least() > 4
	switch {
	case base && share >= 0.8 && f.Gone():
		return Holds
	case base || share >= 0.5 || (f.Box != nil && f.Box.Share >= 0.8):
		return Sometimes
	}
	return Fails
}

// wilson returns the 95 % score interval of a share (Wilson 1927).
func wilson(n, of int) (low, high float64) {
	const z = 1.959963984540054
	if of == 0 {
		return math.NaN(), math.NaN()
	}
	p, zz := float64(n)/float64(of), z*z/float64(of)
	centre := (p + zz/2) / (1 + zz)
	half := math.Sqrt(zz*p*(1-p)+zz*zz/4) / (1 + zz)
	return max(0, centre-half), min(1, centre+half)
}
