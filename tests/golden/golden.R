# Debian: apt-get install -y --no-install-recommends r-base-core r-cran-forecast ; python3 golden.py > golden_scipy.json ; Rscript golden.R > golden_r.json
suppressMessages(library(forecast)); suppressWarnings({
j <- function(x) if (length(x)==1) format(x,digits=15) else paste0('[',paste(format(as.numeric(x),digits=15,trim=TRUE),collapse=','),']')
o <- list()
o$AirPassengers <- as.numeric(AirPassengers); o$Nile <- as.numeric(Nile)
f <- ses(Nile,h=5,level=95); o$ses_nile_mean <- f$mean; o$ses_nile_lo95 <- f$lower; o$ses_nile_alpha <- unname(f$model$par['alpha'])
f <- holt(Nile,h=5,damped=TRUE,level=95); o$holt_damped_nile_mean <- f$mean; o$holt_damped_nile_lo95 <- f$lower; o$holt_damped_nile_up95 <- f$upper
f <- thetaf(AirPassengers,h=12,level=95); o$theta_air_mean <- f$mean; o$theta_air_up95 <- f$upper
h <- HoltWinters(AirPassengers,seasonal='multiplicative'); o$hw_air_sse <- h$SSE; o$hw_air_abg <- c(h$alpha,h$beta,h$gamma); o$hw_air_pred <- predict(h,12)
s <- stl(log(AirPassengers),s.window=13,robust=TRUE); o$stl_seasonal <- s$time.series[,1]; o$stl_trend <- s$time.series[,2]; o$stl_remainder <- s$time.series[,3]
d <- decompose(AirPassengers,'multiplicative'); o$decompose_figure <- d$figure
o$acf_air <- acf(AirPassengers,plot=FALSE,lag.max=24)$acf
l <- lm(Nile~I(1:100)); p <- predict(l,data.frame(x=1)[0,,drop=FALSE]); o$lm_nile <- coef(l)
nd <- data.frame(t=101:105); l2 <- lm(y~t,data.frame(y=as.numeric(Nile),t=1:100)); pi <- predict(l2,nd,interval='prediction'); o$lm_nile_pi_lwr <- pi[,2]; o$lm_nile_pi_upr <- pi[,3]
x<-c(1,2,2,3,3,3,4,5); y<-c(2,3,3,4,4,6,6,7,8); w <- wilcox.test(x,y,exact=FALSE,conf.int=TRUE); o$wilcox_ties_p <- w$p.value; o$hodges_lehmann <- unname(w$estimate); o$hl_ci <- w$conf.int
o$quantile7 <- quantile(Nile,c(.05,.25,.5,.75,.95)); o$mad <- mad(Nile); o$iqr <- IQR(Nile)
o$holm <- p.adjust(c(.01,.04,.03,.005,.2),'holm'); o$runmed <- runmed(Nile,7)
o$mase_snaive_scale_air <- mean(abs(diff(AirPassengers,12)))
sample_of <- function(name) as.numeric(strsplit(sub(paste0('.*"',name,'": *\\[([^]]*)\\].*'),'\\1',paste(readLines('golden_scipy.json'),collapse=' ')),',')[[1]])
a <- sample_of('a'); b <- sample_of('b')
w <- wilcox.test(a[1:20],b,conf.int=TRUE); o$hl_exact <- c(w$estimate,w$conf.int); o$wilcox_exact_p <- w$p.value
w <- wilcox.test(a,b,exact=FALSE,conf.int=TRUE); o$hl_asym <- c(w$estimate,w$conf.int)
z <- c(-37.5,-20,-9.5,-6,-3,-1.96,-.7,-.3,0,.2,.675,1.234,3,5.6,5.7,8); o$normal_z <- z; o$normal_log_cdf <- pnorm(z,log.p=TRUE)
q <- c(1e-300,1e-100,1e-20,1e-12,1e-5,.001,.025,.074,.2,.5,.6,.925,.975,.999); o$normal_p <- q; o$normal_quantile <- qnorm(q)
t <- list(c(0,10,5,10),c(1,9,5,11),c(3,20,3,20),c(0,4,4,4),c(2,3,0,7),c(7,50,17,60),c(0,1000,6,1000),c(40,400,65,410),c(1200,100000,1310,100000))
o$fisher_tables <- unlist(t); o$fisher_p <- sapply(t,function(v) fisher.test(matrix(c(v[1],v[2]-v[1],v[3],v[4]-v[3]),2,byrow=TRUE))$p.value)
o$wilson_7_50 <- as.numeric(prop.test(7,50,correct=FALSE)$conf.int)
td <- c(1,2,3,5,10,30,98,1000,1e6); tt <- c(.001,.3,1,2.5,8,40); o$t_two_sided_df <- td; o$t_two_sided_t <- tt; o$t_two_sided_p <- as.numeric(outer(tt,td,function(t,df) 2*pt(-t,df))); o$t_975 <- qt(.975,td)
o$holt_damped_nile_sse <- sum(residuals(holt(Nile,h=5,damped=TRUE))^2)
nt <- 1:100; s <- summary(lm(Nile~nt)); o$lm_nile_adj_r2 <- s$adj.r.squared; o$lm_nile_p <- s$coefficients[2,4]; o$lm_nile_ci <- confint(lm(Nile~nt))[2,]
tie <- c(3,1,2,2,5,4,4,4,6,5,7,7); o$kendall_ties <- tie; k <- suppressWarnings(cor.test(1:12,tie,method='kendall',exact=FALSE,continuity=TRUE)); o$kendall_ties_p <- k$p.value
k <- suppressWarnings(cor.test(1:100,as.numeric(Nile),method='kendall',exact=FALSE,continuity=TRUE)); o$kendall_nile_p <- k$p.value
o$kendall_exact_p <- cor.test(1:12,c(3,1,2,6,5,4,8,7,9,12,10,11),method='kendall',exact=TRUE)$p.value
d <- decompose(AirPassengers,'additive'); o$decompose_additive_figure <- d$figure; o$air_trend <- as.numeric(d$trend)[7:138]
o$expm_air <- coef(lm(log(AirPassengers)~I(0:143)))
tt <- c(.5,2,12,40,1000); df <- c(1,9,7,30,2); o$t_t <- tt; o$t_df <- df; o$t_log_survival <- pt(tt,df,lower.tail=FALSE,log.p=TRUE); o$t_quantile_975 <- qt(.975,df); o$t_quantile_far <- qt(c(1e-100,1e-300),c(5,30))
bx <- c(.1,.3,.01,1e-10); ba <- c(2,300,1,.5); bb <- c(3,700,1e4,20); o$beta_x <- bx; o$beta_a <- ba; o$beta_b <- bb; o$beta_log_cdf <- pbeta(bx,ba,bb,log.p=TRUE)
cx <- c(3.841459,50,200,95); cdf <- c(1,1,10,100); o$chi2_x <- cx; o$chi2_df <- cdf; o$chi2_log_survival <- pchisq(cx,cdf,lower.tail=FALSE,log.p=TRUE)
mh <- array(c(12,88,4,96, 30,20,45,55, 3,7,9,1),c(2,2,3)); o$mh_tables <- as.numeric(mh); w <- mantelhaen.test(mh,correct=TRUE); o$mh_p <- w$p.value
o$bh <- p.adjust(c(.01,.04,.03,.005,.2),'BH'); o$acf1_nile <- acf(Nile,plot=FALSE,lag.max=1)$acf[2]
vx <- list(c(5,7,9,9,12),c(100,130,90),2); vy <- list(c(1,3,5,6),c(70,95,80,101,60),c(1,1,3)); T <- 0; V <- 0
for (i in 1:3) { r <- rank(c(vx[[i]],vy[[i]])); n1 <- length(vx[[i]]); N <- length(r); T <- T+(sum(r[1:n1])-n1*(N+1)/2)/(N+1); V <- V+n1*(N-n1)/N*var(r)/(N+1)^2 }; o$van_elteren_z <- T/sqrt(V)
k1 <- kruskal.test(list(vx[[1]],vy[[1]])); o$van_elteren_one_stratum_z <- sqrt(unname(k1$statistic))
sx <- c(3,1,4,1,5,9,2,6,5,3,5,8,2,7); sy <- c(2,1,5,2,4,8,3,3,6,3,7,9,1,4); o$spearman_x <- sx; o$spearman_y <- sy; k <- cor.test(sx,sy,method='spearman',exact=FALSE); o$spearman_rho <- unname(k$estimate); o$spearman_p <- k$p.value
cat('{',paste(sprintf('"%s":%s',names(o),sapply(o,j)),collapse=',\n'),'}\n',sep='') })
