//! Submissions: answers of each kind, relevance, calculated values, photos, score, and answers that are no answers.
