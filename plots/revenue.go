package plots

func revenuePlot(d *Data) (*Figure, error) {
	all, err := d.curves("revenue")
	if err != nil {
		return nil, err
	}
	for i := range all { // nothing is sold before the first week
		if c := &all[i]; len(c.week) > 1 && c.week[0] == 0 {
			c.week, c.mean, c.low, c.high = c.week[1:], c.mean[1:], c.low[1:], c.high[1:]
		}
	}
	money := d.money()
	f := d.figure("Revenue by week", d.aboutFan())
	f.body = fan{all: all, unit: money, label: "revenue a week", zero: true, tag: func(c curve) string {
		_, mean, _ := c.last()
		return money.short(mean) + " a week"
	}}.body
	return f, nil
}
