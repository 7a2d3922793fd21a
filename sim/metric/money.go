package metric

import (
	"math"

	"grapevine/sim"
)

// Sales and what they leave. Amounts are not discounted, but for NPV and CLV.
var (
	Sales   = Metric{Name: "sales", Unit: "count", Better: 1, Doc: "Units sold.", Of: total("sales")}
	Revenue = Metric{Name: "revenue", Unit: "money", Better: 1, Doc: "What buyers paid, after discounts.",
		Of: func(r *Run) float64 { return r.money().revenue }}
	Margin = Metric{Name: "margin", Unit: "money", Better: 1, Doc: "Revenue less the unit cost of what was sold.",
		Of: func(r *Run) float64 { return r.money().margin }}
	Cost = Metric{Name: "cost", Unit: "money", Better: -1, Doc: "What all programmes cost together; unit cost is not in it.",
		Of: func(r *Run) float64 { return r.money().cost }}
	Profit = Metric{Name: "profit", Unit: "money", Better: 1, Doc: "Margin less cost, undiscounted; the sum of the ledger.",
		Of: func(r *Run) float64 { return r.money().profit }}
	NPV = Metric{Name: "npv", Unit: "money", Better: 1, Doc: "Profit of each week, discounted to the start at the scenario's yearly rate and added up (net present value).",
		Of: func(r *Run) float64 { return r.discounted(book.profit) }}
	ROI = Metric{Name: "roi", Unit: "ratio", Better: 1, Kind: Ratio, Doc: "Profit per unit of cost: (margin - cost)/cost. All margin counts, also what would have come anyway; comparison.csv shows the difference a programme makes. Does not exist without cost.",
		Of: func(r *Run) float64 { m := r.money(); return ratio(m.profit, m.cost) }}
	CAC = Metric{Name: "cac", Unit: "money", Better: -1, Kind: Ratio, Doc: "Customer acquisition cost, blended: cost of all programmes per customer won.",
		Of: func(r *Run) float64 { return ratio(r.money().cost, CustomersWon.Of(r)) }}
	CLV = Metric{Name: "clv", Unit: "money", Better: 1, Kind: Ratio, Doc: "Customer lifetime value, realised: discounted margin up to the horizon per customer won.",
		Of: func(r *Run) float64 { return ratio(r.discounted(book.margin), CustomersWon.Of(r)) }}
	CLVModel = Metric{Name: "clv_model", Unit: "money", Better: 1, Kind: Ratio, Doc: "Customer lifetime value, modelled: m·r/(1+i-r) with the margin m per present customer and year, the yearly retention r and the scenario's yearly discount i (Gupta & Lehmann 2003). It goes on beyond the horizon.",
		Of: func(r *Run) float64 {
			m := ratio(r.money().margin, r.customerWeeks()) * weeksPerYear
			return LifetimeValue(m, Retention.Of(r)/100, r.Discount)
		}}
	Equity = Metric{Name: "customer_equity", Unit: "money", Better: 1, Doc: "Customer equity: present customers at the horizon times their modelled lifetime value, clv_model (Gupta & Lehmann 2003).",
		Of: func(r *Run) float64 {
			if present := r.present(r.end()); present > 0 {
				return present * CLVModel.Of(r)
			}
			return 0
		}}
	RevenueVolatility = Metric{Name: "revenue_volatility", Unit: "ratio", Better: -1, Doc: "Standard deviation of weekly revenue over its mean (coefficient of variation), weeks 1 to the horizon.",
		Of: volatility}
)

// LifetimeValue returns m·r/(1+i-r): the present value of a margin m a year, the
// first in a year's time, of a customer who stays each year with a probability
// r, at a yearly rate of interest i (Gupta & Lehmann 2003). If the first margin
// comes at once it is m·(1+i)/(1+i-r), m more.
func LifetimeValue(m, r, i float64) float64 { return ratio(m*r, 1+i-r) }

// book is a week of the ledger in hundredths of the currency.
type book struct{ revenue, goods, spent int64 }

func (b book) margin() int64 { return b.revenue - b.goods }
func (b book) profit() int64 { return b.revenue - b.goods - b.spent }

// add takes in an amount of an account; costs are negative.
func (b *book) add(account string, amount int64) {
	switch account {
	case "revenue":
		b.revenue += amount
	case "unit cost":
		b.goods -= amount
	default:
		b.spent -= amount
	}
}

// bookOf reads a week of the ledger.
func bookOf(t *sim.Trace, week int) book {
	var b book
	for i, account := range t.Accounts {
		b.add(account, t.Ledger[i][week])
	}
	return b
}

// money holds totals in the currency. They are added up in whole hundredths
// first, so that the identities between them hold to the cent.
type money struct{ revenue, margin, cost, profit float64 }

func (r *Run) money() money {
	sum := r.books()
	return money{currency(sum.revenue), currency(sum.margin()), currency(sum.spent), currency(sum.profit())}
}

// books adds up the ledger.
func (r *Run) books() (sum book) {
	for week := range r.end() + 1 {
		b := r.book(week)
		sum.revenue += b.revenue
		sum.goods += b.goods
		sum.spent += b.spent
	}
	return sum
}

// currency turns hundredths into units.
func currency(hundredths int64) float64 { return float64(hundredths) / 100 }

// discounted adds up what each week is worth at the start.
func (r *Run) discounted(of func(book) int64) float64 {
	var sum float64
	for week := range r.end() + 1 {
		if amount := of(r.book(week)); amount != 0 {
			sum += float64(float64(amount) * r.worth(week))
		}
	}
	return sum / 100
}

func volatility(r *Run) float64 {
	n := float64(r.end())
	var sum, square float64
	for week := 1; week <= r.end(); week++ {
		sum += currency(r.book(week).revenue)
	}
	mean := sum / n
	for week := 1; week <= r.end(); week++ {
		d := currency(r.book(week).revenue) - mean
		square += float64(d * d)
	}
	return ratio(math.Sqrt(square/(n-1)), mean)
}
