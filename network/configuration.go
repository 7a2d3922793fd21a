package network

import "grapevine/chance"

// Configuration gives customers the degrees asked for and joins their stubs at
// random: Bollobás (European Journal of Combinatorics 1, 1980). With Simple =
// "erased" self ties and repeated ties are left out, so that a few customers
// have fewer ties than asked for; with "repaired" they are reconnected by
// switches, so that degrees are kept and graphs are only nearly equally
// likely. It takes O(customers + ties).
type Configuration struct {
	Degrees  []int   `toml:"degrees" range:"[0,)" doc:"Number of ties of each customer, instead of a law."`
	Law      string  `toml:"law" default:"power-law" options:"power-law,poisson,geometric" doc:"Distribution of the number of ties."`
	Exponent float64 `toml:"exponent" default:"2.5" range:"[0,)" doc:"Exponent of the power law."`
	Min      int     `toml:"min" default:"2" range:"[1,)" doc:"Fewest ties by the power law."`
	Max      int     `toml:"max" default:"100" range:"[1,)" doc:"Most ties by the power law."`
	Mean     float64 `toml:"mean_degree" default:"4" range:"(0,700]" doc:"Ties of a customer on average by the law of Poisson or the geometric law."`
	Simple   string  `toml:"simple" default:"erased" options:"erased,repaired" doc:"What is done about self ties and repeated ties."`
}

var (
	degreeDraws = chance.NewPurpose("network: how many ties a customer has")
	stubOrder   = chance.NewPurpose("network: whose stubs meet")
	repairs     = chance.NewPurpose("network: switches of ties")
)

// Validate implements [Generator].
func (c *Configuration) Validate(customers int) []error {
	all := faults(c)
	if c.Degrees == nil {
		if c.Law == "power-law" {
			all = append(all, only(
				unless(c.Min <= c.Max, "min", c.Min, "at most max = %d", c.Max),
				unless(c.Max < customers, "max", c.Max, "less than customers = %d", customers))...)
		}
		return append(all, only(fits(float64(customers)*c.meanAtMost()/2))...)
	}
	sum, most := 0, 0
	for _, d := range c.Degrees {
		sum += d
		most = max(most, d)
	}
	return append(all, only(
		unless(len(c.Degrees) == customers, "degrees", len(c.Degrees), "as many as customers = %d", customers),
		unless(sum%2 == 0, "degrees", sum, "an even sum, for every tie has two ends"),
		unless(len(c.Degrees) == 0 || most < customers, "degrees", most, "less than customers = %d", customers),
		fits(float64(sum)/2))...)
}

// meanAtMost returns the mean number of ties by the law, or by the power law
// the most that any customer has, which the mean cannot exceed.
func (c *Configuration) meanAtMost() float64 {
	if c.Law == "power-law" {
		return float64(c.Max)
	}
	return c.Mean
}

// law returns the distribution that the keys name.
func (c *Configuration) law() law {
	switch c.Law {
	case "poisson":
		return poisson(c.Mean)
	case "geometric":
		return geometric(c.Mean)
	}
	return powerLaw(c.Exponent, c.Min, c.Max)
}

// degrees returns how many ties each customer is to have. If the sum would be
// odd, the first customer who can gets one more.
func (c *Configuration) degrees(customers int, luck chance.Luck, workers int) []int32 {
	all := make([]int32, customers)
	if c.Degrees != nil {
		for i, d := range c.Degrees {
			all[i] = int32(d)
		}
		return all
	}
	drawDegrees(all, c.law(), luck, workers)
	return all
}

// drawDegrees draws degrees below the number of customers, with an even sum.
func drawDegrees(all []int32, l law, luck chance.Luck, workers int) {
	each(workers, (len(all)+chunk-1)/chunk, func(k int) {
		for i := k * chunk; i < min((k+1)*chunk, len(all)); i++ {
			all[i] = int32(min(l.at(luck.Uniform(degreeDraws, uint32(i), 0)), len(all)-1))
		}
	})
	var sum int64
	for _, d := range all {
		sum += int64(d)
	}
	top := int32(l.least + len(l.below) - 1)
	for i := 0; sum%2 != 0 && i < len(all); i++ {
		switch {
		case all[i] < top && int(all[i]) < len(all)-1:
			all[i]++
			sum++
		case i == len(all)-1:
			all[i]--
			sum++
		}
	}
}

// Generate implements [Generator].
func (c *Configuration) Generate(customers int, luck chance.Luck, workers int) (*Graph, error) {
	g, lost, stubs := join(c.degrees(customers, luck, workers), luck, workers)
	if c.Simple == "erased" {
		return g, nil
	}
	return simplify(g, lost, stubs, newStream(luck, repairs, 0))
}
