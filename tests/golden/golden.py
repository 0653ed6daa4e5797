import numpy as np, scipy.stats as st, json
rng=np.random.default_rng(7)
a=np.round(rng.lognormal(3,.5,23),2); b=np.round(rng.lognormal(3.2,.5,19),2)
ties_a=[1,2,2,3,3,3,4,5]; ties_b=[2,3,3,4,4,6,6,7,8]
out={'scipy':__import__('scipy').__version__,'a':a.tolist(),'b':b.tolist(),'ties_a':ties_a,'ties_b':ties_b}
def mw(x,y,**k):
    r=st.mannwhitneyu(x,y,alternative='two-sided',**k); return [float(r.statistic),float(r.pvalue)]
out['mw_exact']=mw(a,b,method='exact'); out['mw_asym_cc']=mw(a,b,method='asymptotic'); out['mw_ties_asym_cc']=mw(ties_a,ties_b,method='asymptotic')
out['cliffs_delta']=2*out['mw_asym_cc'][0]/(len(a)*len(b))-1
x=np.arange(30.); y=np.round(.7*x+rng.normal(0,4,30),3); y[20]+=60
out['ts_y']=y.tolist()
r=st.theilslopes(y,x,.95); out['theilslopes']=[float(v) for v in r]
r=st.linregress(x,y); out['linregress']=dict(slope=r.slope,intercept=r.intercept,r=r.rvalue,p=r.pvalue,stderr=r.stderr,int_stderr=r.intercept_stderr)
r=st.kendalltau(x,y); out['kendalltau']=[float(r[0]),float(r[1])]
out['mad_normal']=float(st.median_abs_deviation(y,scale='normal')); out['iqr']=float(st.iqr(y))
out['quantile7']=[float(np.quantile(y,q)) for q in (.05,.25,.5,.75,.95)]
r=st.ttest_ind(a,b,equal_var=False); out['welch']=[float(r[0]),float(r[1])]
r=st.kruskal(a,b,a*1.3); out['kruskal']=[float(r[0]),float(r[1])]
from statsmodels.stats.multitest import multipletests
p=[.01,.04,.03,.005,.2]
out['holm']=multipletests(p,method='holm')[1].tolist(); out['bh']=multipletests(p,method='fdr_bh')[1].tolist(); out['p']=p
res=st.bootstrap((a,),np.median,n_resamples=9999,method='percentile',random_state=1); out['boot_median_ci_ref']=[float(res.confidence_interval.low),float(res.confidence_interval.high)]
# order statistic CI for median (binomial)
n=len(a); s=np.sort(a); k=max(j for j in range(1,n) if st.binom.cdf(j-1,n,.5)<=.025); out['median_ci_order']=[float(s[k-1]),float(s[n-k])]
z=[-37.5,-20.,-9.5,-6.,-3.,-1.96,-.7,-.3,0.,.2,.675,1.234,3.,5.6,5.7,8.]
out['normal_z']=z; out['normal_cdf']=st.norm.cdf(z).tolist(); out['normal_survival']=st.norm.sf(z).tolist()
q=[1e-300,1e-100,1e-20,1e-12,1e-5,.001,.025,.074,.2,.5,.6,.925,.975,.999,1-1e-9]
out['normal_quantile']=[[v,float(st.norm.ppf(v))] for v in q]
out['binomial_cdf']=[[k,n,p,float(st.binom.cdf(k,n,p))] for k,n,p in [(0,1,.5),(3,10,.3),(7,10,.5),(6,23,.5),(40,100,.5),(0,50,.01),(49,50,.99),(9,1000,.05),(499000,1000000,.5),(500500,1000000,.5)]]
tables=[(0,10,5,10),(1,9,5,11),(3,20,3,20),(0,4,4,4),(2,3,0,7),(7,50,17,60),(0,1000,6,1000),(40,400,65,410),(1200,100000,1310,100000),(100000,1000000,100500,1000000),(250,1000000,301,900000)]
out['fisher']=[[*t,float(st.fisher_exact([[t[0],t[1]-t[0]],[t[2],t[3]-t[2]]])[1])] for t in tables]
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
out['wilson']=[[k,n,*map(float,proportion_confint(k,n,.05,'wilson'))] for k,n in [(0,1),(1,1),(0,10),(3,10),(10,10),(7,50),(1200,100000),(500000,1000000)]]
out['newcombe']=[[*t,*map(float,confint_proportions_2indep(*t,method='newcomb',compare='diff'))] for t in tables]
out['describe_a']=[len(a),float(np.mean(a)),float(np.std(a,ddof=1)),float(a.min()),float(a.max())]
t_args=[(0.,3.),(.5,1.),(2.,1.),(2.262157,9.),(-3.,4.5),(12.,7.),(40.,30.),(1e3,2.),(1e8,1.5),(6.,1e5),(1e-6,10.)]
out['t_survival']=[[t,df,float(st.t.sf(t,df))] for t,df in t_args]
out['t_quantile']=[[p,df,float(st.t.ppf(p,df))] for p,df in [(.975,1.),(.975,9.),(.025,9.),(.6,2.5),(1e-10,4.),(.9999,1e4),(.55,100.)]]
out['beta_cdf']=[[x,u,v,float(st.beta.cdf(x,u,v))] for x,u,v in [(.5,.5,.5),(.1,2.,3.),(.999,2.,3.),(1e-10,.5,20.),(.3,300.,700.),(.25,300.,700.),(.5,10.,10.),(.01,1.,1e4)]]
out['chi2_survival']=[[x,df,float(st.chi2.sf(x,df))] for x,df in [(.01,1.),(3.841459,1.),(50.,1.),(7.,10.),(10.,10.),(200.,10.),(1000.,3.),(95.,100.)]]
m=np.array([[30,12],[5,25],[8,9]]); r=st.chi2_contingency(m.T,correction=False); out['mix']=[m.tolist(),float(r[1])]
ve=[([5,7,9,9,12],[1,3,5,6]),([100,130,90],[70,95,80,101,60]),([2],[1,1,3])]
T=0.;V=0.
for x1,y1 in ve:
    rk=st.rankdata(x1+y1); n1,m1=len(x1),len(y1); N=n1+m1; T+=(rk[:n1].sum()-n1*(N+1)/2)/(N+1); V+=n1*m1/N*rk.var(ddof=1)/(N+1)**2
out['van_elteren']=[ve,float(T/np.sqrt(V)),float(2*st.norm.sf((abs(T)-.5*min(1/(len(x1)+len(y1)+1) for x1,y1 in ve))/np.sqrt(V)))]
for name,f in (('mean',np.mean),('median',np.median)):
    r=st.bootstrap((a,),f,n_resamples=9999,method='BCa',random_state=1); out['bca_'+name]=[float(r.confidence_interval.low),float(r.confidence_interval.high)]
jack=np.array([np.mean(np.delete(a,i)) for i in range(len(a))]); d=jack.mean()-jack; out['acceleration_mean']=float((d**3).sum()/(6*(d**2).sum()**1.5))
print(json.dumps(out,indent=1))
