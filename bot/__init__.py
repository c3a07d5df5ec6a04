"""自评助手: a chat bot that completes, scores and prints the yearly 项目支出绩效自评."""
