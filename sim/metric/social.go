package metric

import "math"

// What people do with the brand beyond buying it.
var (
	Shares = Metric{Name: "shares", Unit: "count", Better: 1, Doc: "Posts on social media about the brand, and times that one was passed on.",
		Of: func(r *Run) float64 { return r.total("shared_posts") + r.total("reshares") }}
	Interactions = Metric{Name: "interactions", Unit: "count", Better: 1, Doc: "What people have done with the brand beyond buying and talking: visits, posts and answers in the community, content, posts seen, shared and passed on, reviews read and written, events attended, contacts answered. Reviews read and contacts answered are counted in the mean where they are so in series.csv.",
		Of: func(r *Run) (sum float64) {
			for _, column := range []string{
				"visits", "community_posts", "answers", "posts", "shared_posts", "reshares", "share_views",
				"influencer_views", "reviews", "reviews_read", "attendees", "interactions",
			} {
				sum += r.total(column)
			}
			return sum
		}}
	Reviews       = Metric{Name: "reviews", Unit: "count", Better: 1, Doc: "Reviews written.", Of: total("reviews")}
	Joins         = Metric{Name: "joins", Unit: "customers", Better: 1, Doc: "Members who joined the community.", Of: total("joins")}
	Quits         = Metric{Name: "quits", Unit: "customers", Better: -1, Doc: "Members who left the community.", Of: total("quits")}
	ActiveMembers = Metric{Name: "members_active", Unit: "customers", Better: 1, Doc: "Members at the horizon who have read or posted in the four weeks before.", Of: level("members_active")}
	ActiveShare   = Metric{Name: "active_share", Unit: "%", Better: 1, Kind: Ratio, Doc: "Active members per 100 members, at the horizon.",
		Of: func(r *Run) float64 { return percent(r.level("members_active"), r.level("members")) }}
	TiesKept = Metric{Name: "ties_kept_52", Unit: "%", Better: 1, Kind: Ratio, Doc: "Of the ties that customers made 52 weeks before the horizon or earlier, through what they went through together, those that lasted 52 weeks. Exists with [ties], if there were any.",
		Of: func(r *Run) float64 {
			made := r.weekly("new_ties")
			if len(made) == 0 {
				return math.NaN()
			}
			var due float64
			for week := 0; week <= r.end()-52; week++ {
				due += float64(made[week])
			}
			return percent(r.total("new_ties_year"), due)
		}}
	AdvocateTies = Metric{Name: "advocate_ties", Unit: "count", Better: 1, Doc: "Ties between two advocates at the horizon: the size of the network of advocacy. Counted with [ties].", Of: level("advocate_ties")}
	PostRate     = Metric{Name: "posts_per_member", Unit: "ratio", Better: 1, Kind: Ratio, Doc: "Posts and answers by members per member and week (members of a week are the mean of its start and its end).",
		Of: func(r *Run) float64 {
			members := r.weekly("members")
			var weeks float64
			for week := 1; week < len(members); week++ {
				weeks += float64(members[week-1]+members[week]) / 2
			}
			return ratio(r.total("community_posts"), weeks)
		}}
)
